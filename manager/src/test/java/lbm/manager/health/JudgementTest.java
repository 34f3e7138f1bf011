package lbm.manager.health;

import static lbm.manager.health.Checks.BAD;
import static lbm.manager.health.Checks.FINE;
import static lbm.manager.health.Checks.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Four instances, all of them well at first; each round of checks takes 10 s. */
class JudgementTest {

    private final List<Vigil> vigils = new ArrayList<>();
    private final Set<Integer> replaced = new HashSet<>();
    private long now = 1_000 * SECOND;
    private Judgement judgement = Judgement.NONE;

    JudgementTest() {
        instances(4, 3);
    }

    @Test
    void aLoneFailureIsSuspectAtOnceAndReplacedAfterItsRetries() {
        round(2);
        assertEquals(Set.of(2), judgement.suspect());
        assertEquals(Set.of(), judgement.replace());
        round(2);
        round(2);
        assertEquals(Set.of(2), judgement.replace());
        assertFalse(judgement.shared());
    }

    @Test
    void whoIsWellAgainIsSuspectNoMore() {
        round(2);
        round();
        assertEquals(Set.of(), judgement.suspect());
    }

    @Test
    void halfOfThemFailingIsASharedCause() {
        round(0, 3);
        round(0, 3);
        round(0, 3);
        assertTrue(judgement.shared());
        assertEquals(Set.of(), judgement.replace());
        assertEquals("2 of 4 fail their alive check: shared cause presumed, nothing is replaced", judgement.note(now));
        assertEquals(Set.of(0, 3), judgement.suspect(), "the others are well and get the requests");
    }

    @Test
    void whenAllFailNobodyIsSuspect() {
        round(0, 1, 2, 3);
        assertEquals(Set.of(), judgement.suspect());
    }

    @Test
    void whenFewerFailReplacementGoesOn() {
        for (int i = 0; i < 3; i++) {
            round(0, 1, 2, 3);
        }
        assertEquals(Set.of(), judgement.replace());
        round(1);
        assertFalse(judgement.shared());
        assertEquals(Set.of(), judgement.replace(), "the cause has just ended; it may be well at its next question");
        round(1);
        round(1);
        assertEquals(Set.of(1), judgement.replace());
    }

    @Test
    void whenACauseEndsTheLastToBeAskedIsNotBlamedForIt() {
        instances(3, 1);
        round(0, 1, 2);
        round(0, 1, 2);
        now += 10 * SECOND;
        for (int i = 0; i < 3; i++) {
            answer(i, FINE);
            judge();
            assertEquals(Set.of(), judgement.replace());
        }
    }

    @Test
    void oneThatIsBeingReplacedCountsAsFailing() {
        replaced.add(0);
        round(1);
        round(1);
        round(1);
        assertTrue(judgement.shared());
        assertEquals(Set.of(), judgement.replace());
        replaced.clear();
        round(1);
        round(1);
        round(1);
        assertEquals(Set.of(1), judgement.replace());
    }

    @Test
    void afterFiveMinutesTheyAreReplacedOneByOne() {
        for (int i = 0; i < 30; i++) {
            round(0, 1, 2, 3);
        }
        assertEquals(Set.of(), judgement.replace());
        round(0, 1, 2, 3);
        assertEquals(Set.of(0), judgement.replace());
        assertEquals(
                "4 of 4 fail their alive check: shared cause presumed, replaced one by one since it lasts longer than"
                        + " 5 min",
                judgement.note(now));
        replaced.add(0);
        round(1, 2, 3);
        assertEquals(Set.of(), judgement.replace(), "the next one not before this one is up");
        replaced.clear();
        vigils.set(0, fresh(3));
        round(1, 2, 3);
        assertEquals(Set.of(1), judgement.replace());
    }

    @Test
    void aSecondSharedCauseHasAPatienceOfItsOwn() {
        for (int i = 0; i < 31; i++) {
            round(0, 1, 2, 3);
        }
        round();
        for (int i = 0; i < 3; i++) {
            round(0, 1, 2, 3);
        }
        assertEquals(Set.of(), judgement.replace());
    }

    @Test
    void anOnlyInstanceIsReplaced() {
        instances(1, 3);
        round(0);
        round(0);
        round(0);
        assertEquals(Set.of(0), judgement.replace());
        assertEquals(Set.of(), judgement.suspect());
    }

    @Test
    void oneOfTwoIsReplacedAndBothAreNot() {
        instances(2, 2);
        round(1);
        round(1);
        assertEquals(Set.of(1), judgement.replace());
        round(0, 1);
        assertEquals(Set.of(), judgement.replace());
    }

    @Test
    void withoutRetriesTheOthersAreHeardFirst() {
        instances(4, 1);
        answer(0, BAD);
        judge();
        assertEquals(Set.of(), judgement.replace(), "the others were asked before this one failed");
        answer(1, BAD);
        judge();
        answer(2, BAD);
        answer(3, BAD);
        judge();
        assertEquals(Set.of(), judgement.replace());
        assertTrue(judgement.shared());
    }

    @Test
    void whoIsStillStartingIsNotWaitedFor() {
        instances(2, 1);
        vigils.set(1, Vigil.ofAlive(Checks.retrying(1), 0, now + 60 * SECOND));
        answer(0, BAD);
        judge();
        assertEquals(Set.of(0), judgement.replace());
    }

    private void instances(int count, int retries) {
        vigils.clear();
        for (int i = 0; i < count; i++) {
            vigils.add(fresh(retries));
        }
    }

    /** One that has answered well. */
    private Vigil fresh(int retries) {
        return Vigil.ofReady(Checks.retrying(retries), now).asked(now).answered(FINE, now);
    }

    /** Ten seconds later everybody is asked; these fail. */
    private void round(Integer... failing) {
        now += 10 * SECOND;
        for (int i = 0; i < vigils.size(); i++) {
            answer(i, List.of(failing).contains(i) ? BAD : FINE);
        }
        judge();
    }

    private void answer(int index, Result result) {
        if (!replaced.contains(index)) {
            now += 1;
            vigils.set(index, vigils.get(index).asked(now).answered(result, now));
        }
    }

    private void judge() {
        List<Ward> wards = new ArrayList<>();
        for (int i = 0; i < vigils.size(); i++) {
            wards.add(new Ward(i, vigils.get(i), replaced.contains(i)));
        }
        judgement = Judgement.of(wards, judgement, now);
    }
}
