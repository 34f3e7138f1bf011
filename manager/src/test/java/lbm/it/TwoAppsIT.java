package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class TwoAppsIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void aStopOfAllIsAnsweredWhenTheLastAppHasStopped() {
        startQuickAndStubborn();
        lbm.run("stop", "quick").expect(0);
        lbm.run("stop", "all").expect(0);
        assertEquals(List.of("stopped"), statuses("quick"));
        assertEquals(List.of("stopped"), statuses("stubborn"));
    }

    @Test
    void aManagerKilledInTheReloadOfAProgramForgetsNoApp() throws Exception {
        startQuickAndStubborn("60s");
        Running reload = lbm.start(Map.of(), "reload", "stubborn");
        lbm.await("its old process is told to end", () -> statuses("stubborn").contains("stopping"));
        lbm.killManager();
        reload.process().waitFor();
        lbm.run("start", "--only", "quick").expect(0);
        lbm.home().write("enough", "");
        lbm.await("it runs again", () -> lbm.pids("stubborn").size() == 1);
        List<Integer> ids = List.of(id("quick"), id("stubborn"));
        assertTrue(!ids.get(0).equals(ids.get(1)), "each has an id of its own: " + ids);
        // For good, since a folder is not removed by rm: the end of this test does not wait for it either.
        lbm.home().write("enough/for-good", "");
    }

    @Test
    void whatWasStoppedStaysStoppedWhenAManagerTakesOver() {
        startQuickAndStubborn();
        lbm.run("stop", "quick").expect(0);
        lbm.killManager();
        lbm.run("restart", "stubborn").expect(0);
        assertEquals(List.of("stopped"), statuses("quick"));
        assertEquals(List.of("online"), statuses("stubborn"));
    }

    private void startQuickAndStubborn() {
        startQuickAndStubborn("2s");
    }

    private void startQuickAndStubborn(String killTimeout) {
        lbm.home().script("quick.sh", "exec sleep 1000");
        lbm.home()
                .script(
                        "stubborn.sh",
                        "trap '' INT TERM",
                        "touch deaf",
                        "while [ ! -e enough ]; do sleep 0.2; done; rm enough");
        lbm.startFile("apps:\n"
                + Yaml.program("quick", "quick.sh")
                + Yaml.program("stubborn", "stubborn.sh", "kill_timeout: " + killTimeout));
        lbm.await("it hears no signal", () -> Files.exists(lbm.home().work().resolve("deaf")));
    }

    private List<String> statuses(String app) {
        return lbm.instances(app).stream()
                .map(instance -> instance.path("status").asText())
                .toList();
    }

    private int id(String app) {
        return lbm.instances(app).get(0).path("id").asInt();
    }
}
