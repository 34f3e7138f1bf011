package lbm.manager.health;

import static lbm.manager.health.Checks.BAD;
import static lbm.manager.health.Checks.FINE;
import static lbm.manager.health.Checks.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VigilTest {

    private static final Probe PROBE = new Probe.Http(false, "127.0.0.1", 3000, "/health");

    private long now = 1_000 * SECOND;

    @Test
    void readinessIsAskedAtOnce() {
        assertTrue(Vigil.ofReady(Checks.http("/"), now).due(now));
    }

    @Test
    void lifeIsAskedOfTheFirstSlotAfterTheStartPeriod() {
        Vigil vigil = Vigil.ofAlive(Checks.http("/"), 0, now);
        assertFalse(vigil.due(now + 5 * SECOND - 1));
        assertTrue(vigil.due(now + 5 * SECOND));
    }

    @Test
    void theSlotsAreSpreadOverOneInterval() {
        long[] due = IntStream.range(0, 8)
                .mapToLong(slot -> Vigil.ofAlive(Checks.http("/"), slot, now).due() - now - 5 * SECOND)
                .sorted()
                .toArray();
        assertEquals(0, due[0]);
        for (int i = 1; i < due.length; i++) {
            assertTrue(due[i] - due[i - 1] > SECOND / 2, "eight checks in ten seconds keep their distance");
        }
        assertTrue(due[7] < 10 * SECOND);
    }

    @Test
    void oneQuestionIsOnItsWayAtATime() {
        Vigil asked = Vigil.ofReady(Checks.http("/"), now).asked(now);
        assertFalse(asked.due(now + 100 * SECOND));
        assertTrue(asked.answered(FINE, now).due(now + 10 * SECOND));
        assertFalse(asked.answered(FINE, now).due(now + 10 * SECOND - 1));
    }

    @Test
    void itIsLostAfterSoManyFailuresInARow() {
        Vigil vigil = Vigil.ofReady(Checks.retrying(3), now);
        vigil = answer(answer(vigil, BAD), BAD);
        assertTrue(vigil.failing());
        assertFalse(vigil.lost());
        vigil = answer(answer(answer(vigil, FINE), BAD), BAD);
        assertFalse(vigil.lost());
        assertTrue(answer(vigil, BAD).lost());
    }

    @Test
    void aRowBeganWhenItsFirstQuestionWasAsked() {
        Vigil vigil = answer(Vigil.ofReady(Checks.retrying(3), now), FINE);
        long first = now;
        vigil = answer(answer(vigil, BAD), BAD);
        assertEquals(first, vigil.failingSince());
    }

    @Test
    void aTimeoutThatWeToldTooLateDoesNotCount() {
        Vigil asked = Vigil.ofReady(Checks.retrying(1), now).asked(now);
        Result late = Result.late(Duration.ofSeconds(2), "", 60 * SECOND);
        Vigil after = asked.answered(late, now + 60 * SECOND);
        assertFalse(after.failing());
        assertTrue(after.due(now + 60 * SECOND), "it is asked again at once");
        assertTrue(asked.answered(late, now + 2 * SECOND).lost());
    }

    @Test
    void aQuestionThatCouldNotBeAskedSaysNothingOfTheProgram() {
        Vigil vigil = answer(answer(Vigil.ofReady(Checks.retrying(3), now), BAD), BAD);
        long since = vigil.failingSince();
        vigil = answer(vigil, Result.unasked("no such program: up"));
        assertFalse(vigil.lost());
        assertEquals(since, vigil.failingSince());
        assertEquals("GET http://127.0.0.1:3000/health: cannot be asked: no such program: up", vigil.lastSaid(PROBE));
        assertTrue(vigil.unasked());
        assertTrue(answer(vigil, BAD).lost());
        assertFalse(answer(vigil, FINE).unasked());
    }

    @Test
    void timeInWhichWeStoodStillIsGiven() {
        Vigil vigil = answer(Vigil.ofReady(Checks.retrying(3), now), FINE);
        assertTrue(vigil.due(now));
        assertFalse(vigil.credited(SECOND).due(now));
    }

    @Test
    void theReasonNamesTheQuestionAndTheLastAnswer() {
        Vigil vigil = Vigil.ofReady(Checks.retrying(3), now);
        assertEquals("GET http://127.0.0.1:3000/health: no answer yet", vigil.lastSaid(PROBE));
        vigil = answer(vigil, Result.late(Duration.ofSeconds(2), "", 2 * SECOND));
        assertEquals("alive check failed 1 time: GET http://127.0.0.1:3000/health: timeout 2 s", vigil.why(PROBE));
        vigil = answer(vigil, BAD);
        assertEquals("alive check failed 2 times: GET http://127.0.0.1:3000/health: status 503", vigil.why(PROBE));
    }

    @Test
    void theOperatorSeesTheLastAnswer() {
        String asked = "GET http://127.0.0.1:3000/health, every 10 s: ";
        Vigil vigil = Vigil.ofReady(Checks.retrying(3), now);
        assertEquals(asked + "not answered yet", vigil.tell(PROBE, now));
        vigil = answer(vigil, FINE);
        assertEquals(asked + "ok, 3 ms, 10 s ago", vigil.tell(PROBE, now));
        vigil = answer(answer(vigil, BAD), BAD);
        assertEquals(asked + "status 503, 2 times in a row, 10 s ago", vigil.tell(PROBE, now));
    }

    @Test
    void aCommandsLastLineIsPartOfItsTimeout() {
        assertEquals(
                "timeout 1.5 s: waiting for lock",
                Result.late(Duration.ofMillis(1500), "waiting for lock", SECOND).detail());
        assertEquals(
                "timeout 300 ms",
                Result.late(Duration.ofMillis(300), "", SECOND).detail());
        assertEquals(
                "timeout 2 min", Result.late(Duration.ofMinutes(2), "", SECOND).detail());
    }

    /** Asked now and answered at once; an interval passes. */
    private Vigil answer(Vigil vigil, Result result) {
        Vigil next = vigil.asked(now).answered(result, now);
        now += 10 * SECOND;
        return next;
    }
}
