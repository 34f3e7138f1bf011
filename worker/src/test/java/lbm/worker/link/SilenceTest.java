package lbm.worker.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SilenceTest {

    private long now = Long.MAX_VALUE - 1000;
    private final Silence silence = new Silence(now);

    private boolean after(long millis, long late) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        return silence.begins(now, TimeUnit.MILLISECONDS.toNanos(late));
    }

    @Test
    void itBeginsAfterThreeSecondsAndIsToldOnce() {
        assertFalse(after(3000, 0));
        assertTrue(after(1, 0));
        assertTrue(silence.lasts());
        assertFalse(after(1, 0));
    }

    @Test
    void anAnswerEndsIt() {
        assertTrue(after(3001, 0));
        assertTrue(silence.ends(now));
        assertFalse(silence.lasts());
        assertFalse(silence.ends(now));
        assertFalse(after(3000, 0));
        assertTrue(after(1, 0));
    }

    @Test
    void aPauseOfThisProcessDoesNotCount() {
        assertFalse(after(2900, 0));
        assertFalse(after(60_000, 59_900));
        assertTrue(after(1, 0));
    }

    @Test
    void anAnswerReadAfterAPauseIsNotOfTheFuture() {
        now += TimeUnit.SECONDS.toNanos(60);
        silence.ends(now);
        assertFalse(after(0, 60_000));
        assertFalse(after(3000, 0));
        assertTrue(after(1, 0));
    }

    @Test
    void whoIsHeldUpAgainAndAgainNoticesItToo() {
        int beats = 0;
        while (!after(700, 600)) {
            beats++;
            assertTrue(beats < 100, "never noticed");
        }
        assertEquals(30, beats);
    }
}
