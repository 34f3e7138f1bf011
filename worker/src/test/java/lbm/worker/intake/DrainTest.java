package lbm.worker.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import lbm.worker.intake.Drain.Step;
import org.junit.jupiter.api.Test;

class DrainTest {

    private static final long MILLI = 1_000_000;
    // The monotonic clock may be anywhere, also just before its overflow.
    private final long now = Long.parseLong("9223372036754000000");

    private final Drain moving = Drain.start(now, true, 4000);
    private final Drain closing = Drain.start(now, false, 4000);

    @Test
    void idleConnectionsMoveAtOnceAndBusyOnesWait() {
        assertEquals(Step.MOVE, moving.step(now, true, true));
        assertEquals(Step.WAIT, moving.step(now, false, true));
        assertFalse(moving.tellsToClose(true));
    }

    @Test
    void withoutMigrationAClientMayAskOnceMoreForASecond() {
        assertEquals(Step.WAIT, closing.step(now, true, true));
        assertEquals(Step.WAIT, closing.step(now + 999 * MILLI, true, true));
        assertEquals(Step.CLOSE, closing.step(now + 1000 * MILLI, true, true));
        assertEquals(Step.WAIT, closing.step(now + 1000 * MILLI, false, true));
        assertTrue(closing.tellsToClose(true));
    }

    @Test
    void aShortDeadlineKeepsHalfOfItForClosing() {
        Drain hasty = Drain.start(now, false, 100);
        assertEquals(Step.CLOSE, hasty.step(now + 50 * MILLI, true, true));
    }

    @Test
    void withNobodyToGiveToMigrationIsClosing() {
        assertEquals(Step.WAIT, moving.step(now, true, false));
        assertEquals(Step.CLOSE, moving.step(now + 1000 * MILLI, true, false));
        assertTrue(moving.tellsToClose(false));
    }

    @Test
    void atTheDeadlineEverythingIsCut() {
        assertEquals(Step.CUT, moving.step(now + 4000 * MILLI, false, true));
        assertEquals(Step.CUT, closing.step(now + 4000 * MILLI, true, false));
    }
}
