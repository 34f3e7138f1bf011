package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class UpdateUnderLoadIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void updateReplacesTheManagerAndNothingElse() throws Exception {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 2) + NumberedLines.entry(lbm.home()));
        List<Long> workers = lbm.pids("site");
        List<Long> counter = lbm.pids("counter");
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 16, 2)) {
            traffic.awaitMore(300);
            lbm.run("update").expect(0);
            // The new manager may run in the old one's process, so it is known by what it did, not by its pid.
            assertTrue(
                    lbm.instances("site").stream()
                            .allMatch(worker -> worker.path("adopted").asBoolean()),
                    () -> "adopted: " + lbm.status());
            assertEquals(workers, lbm.pids("site"));
            assertEquals(counter, lbm.pids("counter"));
            traffic.awaitMore(500);
            lbm.run("reload", "site").expect(0);
            traffic.awaitMore(300);
            Result result = traffic.stop("update");
            assertEquals(0, result.failed(), result::toString);
            assertEquals(0, result.closed(), result::toString);
            int lines = NumberedLines.read(lbm.home()).size();
            lbm.run("stop", "counter").expect(0);
            NumberedLines.assertComplete(lbm.home(), lines);
        }
    }
}
