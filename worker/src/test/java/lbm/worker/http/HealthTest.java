package lbm.worker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import lbm.worker.config.HealthChecks;
import lbm.worker.config.Serve;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static final long MEGABYTE = 1 << 20;
    private static final Health.Disk ROOMY = new Health.Disk(1000 * MEGABYTE, 10_000 * MEGABYTE);

    private HealthChecks limits;

    @BeforeEach
    void defaults() throws Exception {
        limits = Serve.parse("{\"root\":\"/srv\"}").health();
    }

    private static Health health(Map<String, Boolean> checks) {
        return new Health("now", 1, 2, 3, 4, 5, List.of(0.1, 0.2, 0.3), "1", "test", checks);
    }

    @Test
    void heapDisksAndEventLoopAreHeldAgainstTheirLimits() {
        assertEquals(
                Map.of("server", true, "memory", true, "disk", true),
                Health.own(limits, 999, 499 * MEGABYTE, List.of(ROOMY)));
        Health.Disk full = new Health.Disk(63 * MEGABYTE, 10_000 * MEGABYTE);
        assertEquals(
                Map.of("server", false, "memory", false, "disk", false),
                Health.own(limits, 1000, 500 * MEGABYTE, List.of(ROOMY, full)));
    }

    @Test
    void aSmallDiskNeedsAHundredthOfItself() {
        assertTrue(new Health.Disk(2 * MEGABYTE, 100 * MEGABYTE).hasRoom(64 * MEGABYTE));
        assertFalse(new Health.Disk(MEGABYTE / 2, 100 * MEGABYTE).hasRoom(64 * MEGABYTE));
        assertTrue(new Health.Disk(0, 0).hasRoom(64 * MEGABYTE), "what cannot be asked");
    }

    @Test
    void oneCheckThatFailsIsAServerThatIsUnavailable() {
        Reply fine = health(Map.of("server", true)).reply();
        assertEquals(Status.OK, fine.status());
        assertTrue(fine.body().contains("\"status\":\"healthy\""));
        Reply wrong = health(Map.of("database", false)).reply();
        assertEquals(Status.UNAVAILABLE, wrong.status());
        assertTrue(wrong.body().contains("\"database\":\"warning\""), wrong::body);
        assertTrue(wrong.body().contains("\"status\":\"unhealthy\""), wrong::body);
    }
}
