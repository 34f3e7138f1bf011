package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs that were written for systemd: {@code sd_notify(3)}. */
class NotifyIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    /** systemd-notify is a child of the program, and waits until it was heard. */
    @Test
    void aShellScriptSaysReadyAndWhatItDoes() {
        lbm.home().script("app.sh", "sleep 0.3; systemd-notify --ready --status='3 of 3 shards'; exec sleep 1000");
        lbm.startFile("apps:\n" + Yaml.program("shards", "app.sh", "wait_ready: true", "listen_timeout: 60s"));
        assertEquals(
                "3 of 3 shards", lbm.instances("shards").get(0).path("said").asText());
        assertTrue(lbm.run("describe", "shards").expect(0).out().contains("3 of 3 shards"));
        long pid = lbm.pids("shards").get(0);
        lbm.killManager();
        lbm.run("save").expect(0);
        lbm.await(
                "what it said is kept",
                () -> lbm.pids("shards").equals(List.of(pid))
                        && lbm.instances("shards").get(0).path("said").asText().equals("3 of 3 shards"));
    }

    @Test
    void aProgramThatAsksForTimeGetsIt() {
        lbm.home()
                .script(
                        "slow.sh",
                        "systemd-notify EXTEND_TIMEOUT_USEC=60000000; sleep 6; systemd-notify --ready; exec sleep 1000");
        lbm.startFile("apps:\n" + Yaml.program("slow", "slow.sh", "wait_ready: true", "listen_timeout: 5s"));
        assertEquals(1, lbm.pids("slow").size());
    }

    @Test
    void aProgramThatFallsSilentIsReplaced() throws Exception {
        lbm.home()
                .script(
                        "hang.sh",
                        "test $WATCHDOG_USEC = 4000000 || exit 9",
                        "times=1000; [ -e first ] || { times=4; echo $$ > first; }",
                        "systemd-notify --ready",
                        "while [ $times != 0 ]; do times=$((times-1)); sleep 0.5; systemd-notify WATCHDOG=1; done",
                        "sleep 1000");
        lbm.startFile(
                "apps:\n" + Yaml.program("hang", "hang.sh", "wait_ready: true", "listen_timeout: 60s", "watchdog: 4s"));
        long pid = Long.parseLong(
                Files.readString(lbm.home().work().resolve("first")).strip());
        lbm.await("another process has its place", () -> lbm.online("hang", 1, List.of(pid)));
        assertTrue(Os.alive(lbm.pids("hang").get(0)));
        assertTrue(lbm.home().read("lbm.log").contains("SIGKILL"));
        assertTrue(lbm.instances("hang").get(0).path("why").asText().contains("no sign of life"));
    }

    @Test
    void whyItFailsIsToldByItsErrno() {
        lbm.home().script("fail.sh", "systemd-notify ERRNO=98; exit 3");
        lbm.home()
                .write(
                        "ecosystem.yaml",
                        "apps:\n"
                                + Yaml.program(
                                        "fail",
                                        "fail.sh",
                                        "max_restarts: 0",
                                        "wait_ready: true",
                                        "listen_timeout: 60s"));
        Answer answer = lbm.run("start");
        assertEquals(1, answer.exit());
        assertTrue(answer.err().contains("exit code 3, it said errno 98"), answer.toString());
    }
}
