package lbm.worker.content;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FileFactsTest {

    private static final long SECOND = 1_000_000_000L;

    private static FileFacts modified(long nanos) {
        return new FileFacts(1, nanos, nanos, "1:2");
    }

    @Test
    void whatIsOlderWasNotMadeOfIt() {
        assertTrue(modified(100).isMadeOf(modified(100)));
        assertTrue(modified(101).isMadeOf(modified(100)));
        assertFalse(modified(99).isMadeOf(modified(100)));
        assertFalse(modified(5 * SECOND - 1).isMadeOf(modified(5 * SECOND)));
    }

    @Test
    void aTimeCutToWholeSecondsIsTheSameTime() {
        assertTrue(modified(5 * SECOND).isMadeOf(modified(5 * SECOND + 7)));
        assertFalse(modified(5 * SECOND).isMadeOf(modified(6 * SECOND)));
        assertFalse(modified(5 * SECOND + 6).isMadeOf(modified(5 * SECOND + 7)));
    }

    @Test
    void aStateIsSettledWhenTheClockMustHaveMovedOn() {
        assertFalse(modified(5 * SECOND).settled(5 * SECOND));
        assertFalse(modified(5 * SECOND).settled(7 * SECOND));
        assertTrue(modified(5 * SECOND).settled(7 * SECOND + 1));
        assertFalse(modified(5 * SECOND).settled(0), "a file of the future may still be written");
    }
}
