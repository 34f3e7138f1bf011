package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SIGSTOP makes the honest hang: the process is there, its sockets are open, and nothing answers. */
@Timeout(600)
class WorkerStoppedIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void aHungWorkerLeavesTheBalancerAndIsReplaced() throws Exception {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 2));
        List<Long> before = lbm.pids("site");
        long victim = before.get(0);
        long other = before.get(1);
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 0, 8)) {
            traffic.awaitMore(300);
            Os.stop(victim);
            // Exact, since it is frozen: what it holds it has acknowledged; what lies in its lane it has not.
            int held = Os.connections(victim, port);
            lbm.await("the worker is replaced", () -> lbm.online("site", 2, List.of(victim)));
            traffic.awaitMore(300);
            Result result = traffic.stop("worker stopped, which held " + held);
            assertEquals(0, result.refused() + result.timeout() + result.wrong(), result::toString);
            assertTrue(result.failed() <= held, result::toString);
        } finally {
            Os.signal("CONT", victim);
        }
        lbm.await("the hung process is gone", () -> !Os.alive(victim));
        assertTrue(lbm.pids("site").contains(other), "the other worker was left alone");
        assertFalse(
                lbm.instances("site").get(0).path("why").asText().isEmpty(),
                () -> lbm.status().toString());
        assertTrue(
                Files.readString(lbm.home().home().resolve("lbm.log"))
                        .toLowerCase(Locale.ROOT)
                        .contains("thread dump"),
                "a thread dump was attempted");
    }

    @Test
    void withEveryWorkerHungConnectionsWaitAndAreAnsweredByTheNextOnes() throws Exception {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 2));
        List<Long> before = lbm.pids("site");
        for (long pid : before) {
            Os.stop(pid);
        }
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 0, 8)) {
            traffic.awaitMore(100);
            Result result = traffic.stop("both workers stopped");
            assertEquals(0, result.failed(), result::toString);
        } finally {
            before.forEach(pid -> Os.signal("CONT", pid));
        }
        lbm.await(
                "both are replaced",
                () -> lbm.pids("site").size() == 2 && before.stream().noneMatch(Os::alive));
    }
}
