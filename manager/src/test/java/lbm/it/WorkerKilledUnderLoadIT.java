package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class WorkerKilledUnderLoadIT {

    private static final int FRESH = 4;

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void aKilledWorkerCostsNothingButWhatItHeld() throws Exception {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 2));
        List<Long> before = lbm.pids("site");
        long victim = before.get(0);
        long other = before.get(1);
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 16, FRESH)) {
            traffic.awaitMore(300);
            // One may be on its way at any instant; none may stay.
            lbm.await("no connection stays with the manager", () -> Os.connections(lbm.managerPid(), port) == 0);
            // A fresh one may have gone to it since the count, so each of these loops may lose one more.
            int share = Os.connections(victim, port) + FRESH;
            Os.signal("KILL", victim);
            lbm.await("the worker is replaced", () -> lbm.online("site", 2, List.of(victim)));
            traffic.awaitMore(300);
            Result result = traffic.stop("worker killed, which held at most " + share);
            assertEquals(0, result.refused(), result::toString);
            assertEquals(0, result.timeout() + result.wrong(), result::toString);
            assertTrue(result.failed() + result.closed() <= share, result::toString);
        }
        assertTrue(lbm.pids("site").contains(other), "the other worker was left alone");
        assertTrue(
                lbm.instances("site").get(0).path("restarts").asInt() >= 1,
                () -> lbm.status().toString());
        assertTrue(
                lbm.instances("site").get(0).path("why").asText().contains("KILL"),
                () -> "the reason is kept: " + lbm.status());
    }
}
