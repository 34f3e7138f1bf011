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
        Running stop = lbm.start(Map.of(), "stop", "deaf");
        lbm.await(
                "it was told",
                () -> lbm.instances("deaf").get(0).path("status").asText().equals("stopping"));
        Thread.sleep(8_000);
        lbm.killManager();
        stop.waitAtMost(Duration.ofSeconds(20));
        lbm.run("stop", "deaf").expect(0);
        long took = Duration.ofNanos(System.nanoTime() - asked).toSeconds();
        assertTrue(!Os.alive(pid) && took >= 13 && took < 21, took + " s");
    }
}
