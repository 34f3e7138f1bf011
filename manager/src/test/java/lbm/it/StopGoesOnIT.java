package lbm.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A stop that outlives the manager it was asked of. */
@Timeout(600)
class StopGoesOnIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void theNextManagerWaitsForWhatIsLeftOfTheTime() throws Exception {
        lbm.home().script("deaf.sh", "trap '' INT", "echo deaf", "while :; do sleep 0.1; done");
        lbm.startFile("apps:\n" + Yaml.program("deaf", "deaf.sh", "kill_timeout: 14s"));
        lbm.await("it is deaf", () -> lbm.run("logs", "--nostream").out().contains("deaf"));
        long pid = lbm.pids("deaf").get(0);
        long asked = System.nanoTime();
        long former = lbm.managerPid();
        Running stop = lbm.start(Map.of(), "stop", "deaf");
        lbm.await(
                "it was told",
                () -> lbm.instances("deaf").get(0).path("status").asText().equals("stopping"));
        Thread.sleep(8_000);
        lbm.killManager();
        stop.waitAtMost(Duration.ofMinutes(2));
        Running again = lbm.start(Map.of(), "stop", "deaf");
        lbm.await("the next manager", () -> lbm.managerPid() != former);
        long taken = System.nanoTime();
        lbm.await("it is killed", () -> !Os.alive(pid));
        long end = System.nanoTime();
        long whole = Duration.ofNanos(end - asked).toSeconds();
        long rest = Duration.ofNanos(end - taken).toSeconds();
        assertTrue(whole >= 13 && rest < 13, whole + " s in all, " + rest + " s of them with the next manager");
        again.waitAtMost(Duration.ofMinutes(2)).expect(0);
    }
}
