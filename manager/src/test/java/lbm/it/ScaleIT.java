package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class ScaleIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void scalingUpAndDownUnderLoadLosesNothing() throws Exception {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 1));
        List<Long> first = lbm.pids("site");
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 8, 2)) {
            traffic.awaitMore(100);
            scale("3", 3);
            assertTrue(lbm.pids("site").containsAll(first), "what runs is left alone");
            traffic.awaitMore(200);
            scale("+1", 4);
            traffic.awaitMore(100);
            scale("-2", 2);
            traffic.awaitMore(100);
            scale("1", 1);
            traffic.awaitMore(100);
            Result result = traffic.stop("scale 1, 3, 4, 2, 1");
            assertEquals(0, result.failed(), result::toString);
            assertEquals(0, result.closed(), result::toString);
        }
        String mark = "LBM_HOME=" + lbm.home().home();
        lbm.await("one manager, one worker", () -> Os.withEnvironment(mark).size() == 2);
    }

    private void scale(String count, int expected) {
        lbm.run("scale", "site", count).expect(0);
        assertEquals(expected, lbm.pids("site").size(), () -> lbm.status().toString());
    }
}
