package lbm.worker.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FrameBudgetTest {

    private static final long SECOND = 1_000_000_000L;

    private final FrameBudget budget = new FrameBudget(0);

    private boolean spend(int frames, long now) {
        boolean spent = false;
        for (int i = 0; i < frames; i++) {
            spent = budget.spent(now);
        }
        return spent;
    }

    @Test
    void aFloodIsOneFrameTooMany() {
        assertFalse(spend(400, 0));
        assertTrue(spend(1, SECOND));
    }

    @Test
    void timeGivesItBack() {
        assertFalse(spend(400, 0));
        assertFalse(spend(400, 10 * SECOND));
        assertTrue(spend(1, 10 * SECOND));
    }

    @Test
    void requestsPayForTheFramesThatComeWithThem() {
        for (int i = 0; i < 1000; i++) {
            budget.request();
            assertFalse(spend(4, 0));
        }
    }
}
