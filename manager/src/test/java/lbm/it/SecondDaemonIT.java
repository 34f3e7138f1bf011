package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class SecondDaemonIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void aSecondManagerRefusesAndNamesTheFirst() {
        startQuiet();
        long first = lbm.managerPid();
        Answer second = lbm.run("daemon").expect(5);
        assertTrue(second.err().contains(Long.toString(first)), second::toString);
        assertTrue(!second.err().contains("Exception"), second::toString);
        assertEquals(first, lbm.managerPid());
        lbm.run("ping").expect(0);
    }

    @Test
    void whatADeadManagerLeavesBehindBlocksNothing() {
        startQuiet();
        lbm.run("delete", "all").expect(0);
        lbm.killManager();
        startQuiet();
        assertEquals(1, lbm.pids("quiet").size());
    }

    @Test
    void aPidFileThatNamesAForeignProcessBlocksNothing() throws Exception {
        Path home = Files.createDirectories(lbm.home().home());
        Files.writeString(home.resolve("manager.pid"), ProcessHandle.current().pid() + "\n");
        Files.writeString(home.resolve("lbm.sock"), "");
        Files.writeString(home.resolve("link.sock"), "");
        startQuiet();
        assertEquals(1, lbm.pids("quiet").size());
    }

    @Test
    void twoStartsAtOnceMakeOneManager() throws Exception {
        lbm.home().script("quiet.sh", "exec sleep 1000");
        lbm.home().write("ecosystem.yaml", "apps:\n" + Yaml.program("quiet", "quiet.sh"));
        List<Running> both = List.of(lbm.start(Map.of(), "start"), lbm.start(Map.of(), "start"));
        for (Running one : both) {
            one.answer(one.process().waitFor()).expect(0);
        }
        assertEquals(1, lbm.pids("quiet").size(), () -> lbm.status().toString());
        // One manager and one program; the second start found the first one's.
        String mark = "LBM_HOME=" + lbm.home().home();
        lbm.await("one manager, one program", () -> Os.withEnvironment(mark).size() == 2);
    }

    private void startQuiet() {
        lbm.home().script("quiet.sh", "exec sleep 1000");
        lbm.startFile("apps:\n" + Yaml.program("quiet", "quiet.sh"));
    }
}
