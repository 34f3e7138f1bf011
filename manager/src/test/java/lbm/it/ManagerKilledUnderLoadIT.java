package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class ManagerKilledUnderLoadIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void theSiteOutlivesItsManagerAndTheNextOneAdoptsEverything() throws Exception {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 2) + NumberedLines.entry(lbm.home()));
        List<Long> workers = lbm.pids("site");
        List<Long> counter = lbm.pids("counter");
        assertEquals(2, workers.size(), () -> lbm.status().toString());
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 16, 2)) {
            traffic.awaitMore(300);

            long dead = lbm.killManager();
            traffic.awaitMore(1000);
            assertTrue(workers.stream().allMatch(Os::alive), "workers live on without a manager");
            lbm.run("list").expect(4);
            int before = NumberedLines.read(lbm.home()).size();

            lbm.run("start").expect(0);
            assertNotEquals(dead, lbm.managerPid());
            assertEquals(workers, lbm.pids("site"), () -> lbm.status().toString());
            assertEquals(counter, lbm.pids("counter"), () -> lbm.status().toString());
            traffic.awaitMore(500);
            lbm.await(
                    "the new manager hands connections on",
                    () -> lbm.instances("site").stream()
                            .allMatch(worker -> worker.path("connections").asInt() > 0));

            // Adopted workers can be replaced like any other, and still nothing is lost.
            lbm.run("reload", "site").expect(0);
            traffic.awaitMore(300);
            Result result = traffic.stop("manager killed");
            assertEquals(0, result.failed(), result::toString);
            assertEquals(0, result.closed(), result::toString);

            lbm.run("stop", "counter").expect(0);
            NumberedLines.assertComplete(lbm.home(), before);
        }
    }

    @Test
    void aManagerKilledTwiceInARowStillFindsItsWorkers() throws Exception {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 1));
        List<Long> workers = lbm.pids("site");
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 4, 2)) {
            for (int round = 0; round < 2; round++) {
                traffic.awaitMore(100);
                lbm.killManager();
                lbm.run("start").expect(0);
                assertEquals(workers, lbm.pids("site"), () -> lbm.status().toString());
            }
            traffic.awaitMore(100);
            Result result = traffic.stop("manager killed twice");
            assertEquals(0, result.failed(), result::toString);
            assertEquals(0, result.closed(), result::toString);
        }
    }
}
