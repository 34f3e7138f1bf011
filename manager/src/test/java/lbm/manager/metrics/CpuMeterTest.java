package lbm.manager.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CpuMeterTest {

    private static final long SECOND = 1_000_000_000L;

    private final CpuMeter meter = new CpuMeter();

    @Test
    void isPercentOfOneCoreSinceTheRoundBefore() {
        assertEquals(0, meter.percent(7, 1, 5000, 0));
        meter.endRound();
        assertEquals(150, meter.percent(7, 1, 8000, 2 * SECOND));
    }

    @Test
    void aReusedPidStartsAtZero() {
        meter.percent(7, 1, 5000, 0);
        meter.endRound();
        assertEquals(0, meter.percent(7, 2, 9000, SECOND));
    }

    @Test
    void isNeverNegativeAndForgetsWhoMissedARound() {
        meter.percent(7, 1, 5000, 0);
        meter.endRound();
        assertEquals(0, meter.percent(7, 1, 4000, SECOND));
        meter.endRound();
        meter.endRound();
        assertEquals(0, meter.percent(7, 1, 9000, 3 * SECOND));
    }
}
