package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class MemoryLimitIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void aWorkerAboveItsLimitIsReplacedWithoutLosingARequest() throws Exception {
        int port = Os.freePort();
        // Below what any JVM takes, so each worker is over it from its first sample on.
        lbm.startFile(Yaml.site(port, 2, "max_memory_restart: 20M"));
        List<Long> before = lbm.pids("site");
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 8, 2)) {
            lbm.await("both workers are replaced", () -> lbm.online("site", 2, before));
            traffic.awaitMore(300);
            Result result = traffic.stop("memory limit");
            assertEquals(0, result.failed(), result::toString);
            assertEquals(0, result.closed(), result::toString);
        }
        assertTrue(
                lbm.instances("site")
                        .get(0)
                        .path("why")
                        .asText()
                        .toLowerCase(Locale.ROOT)
                        .contains("memory"),
                () -> "the reason is kept: " + lbm.status());
    }

    @Test
    void theMemoryOfAWholeTreeCounts() throws Exception {
        // The shell is small; its child holds 80 MB in a pipeline buffer of tail, which keeps what it may have to
        // print.
        lbm.home()
                .script(
                        "tree.sh",
                        "echo run >> runs",
                        "[ -e once ] && exec sleep 1000",
                        "touch once",
                        "{ head -c 80000000 /dev/zero; sleep 1000; } | tail -c 80000000");
        lbm.startFile("apps:\n" + Yaml.program("tree", "tree.sh", "max_memory_restart: 60M"));
        lbm.await(
                "the tree is replaced",
                () -> lbm.instances("tree").stream()
                        .anyMatch(tree -> tree.path("why")
                                        .asText()
                                        .toLowerCase(Locale.ROOT)
                                        .contains("memory")
                                && tree.path("status").asText().equals("online")));
        String mark = "LBM_HOME=" + lbm.home().home();
        lbm.await(
                "the old tree is gone, its children with it",
                () -> Os.withEnvironment(mark).size() == 2);
    }
}
