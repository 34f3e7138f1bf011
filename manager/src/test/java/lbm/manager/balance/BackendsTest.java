package lbm.manager.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lbm.manager.instance.Key;
import lbm.manager.spec.AppSpec.BalanceStrategy;
import org.junit.jupiter.api.Test;

class BackendsTest {

    private static final Key A = new Key(0, 0);
    private static final Key B = new Key(1, 1);
    private static final Key C = new Key(2, 2);

    private final Backends backends = new Backends(BalanceStrategy.ROUND_ROBIN);

    @Test
    void nobodyIsChosenBeforeSomebodyIsAdmitted() {
        assertEquals(Optional.empty(), backends.next());
        backends.add(A);
        assertEquals(Optional.empty(), backends.next());
        assertFalse(backends.able());
        backends.admit(A, true);
        assertEquals(Optional.of(A), backends.next());
        assertTrue(backends.able());
    }

    @Test
    void roundRobinGoesRound() {
        admitAll();
        assertEquals(List.of(A, B, C, A, B, C), turns(6));
    }

    @Test
    void askingWithoutHandingCostsNobodyATurn() {
        admitAll();
        assertEquals(Optional.of(A), backends.next());
        backends.handed(A);
        // What an accept does that finds the queue empty.
        assertEquals(Optional.of(B), backends.next());
        assertEquals(Optional.of(B), backends.next());
        assertEquals(List.of(B, C, A), turns(3));
    }

    @Test
    void whoIsDismissedSuspectOrGoneIsLeftOut() {
        admitAll();
        backends.admit(A, false);
        assertEquals(List.of(B, C, B), turns(3));
        backends.suspect(B, true);
        assertEquals(List.of(C, C), turns(2));
        backends.remove(C);
        assertEquals(Optional.empty(), backends.next());
        backends.suspect(B, false);
        assertEquals(List.of(B, B), turns(2));
    }

    @Test
    void whoCannotBeReachedNowIsPassedOverAndTheOthersGoOn() {
        admitAll();
        assertEquals(Optional.of(B), backends.next(key -> !key.equals(A)));
        backends.handed(B);
        assertEquals(Optional.of(C), backends.next(key -> !key.equals(A)));
        backends.handed(C);
        assertEquals(Optional.of(B), backends.next(key -> !key.equals(A)));
        assertEquals(Optional.empty(), backends.next(key -> false));
        assertFalse(backends.able(key -> false));
    }

    @Test
    void aSuspectThatIsAdmittedAgainIsStillSuspect() {
        admitAll();
        backends.suspect(A, true);
        backends.admit(A, true);
        assertEquals(List.of(B, C, B), turns(3));
    }

    @Test
    void theTurnSurvivesThatOneLeaves() {
        admitAll();
        assertEquals(List.of(A, B, C), turns(3));
        backends.remove(B);
        backends.remove(C);
        assertEquals(List.of(A, A), turns(2));
    }

    @Test
    void addingSomebodyTwiceChangesNothing() {
        backends.add(A);
        backends.admit(A, true);
        backends.add(A);
        assertEquals(List.of(A, A), turns(2));
    }

    @Test
    void whoHasTooManyOnTheirWayGetsNoMoreUntilSomeAreTaken() {
        admitAll();
        for (int i = 0; i < Backends.MOST_UNACKNOWLEDGED; i++) {
            backends.handed(A);
        }
        assertEquals(List.of(B, C, B), turns(3));
        backends.acknowledged(A, 1);
        assertEquals(List.of(C, A), turns(2));
    }

    @Test
    void nobodyIsAbleWhenEverybodyHasTooManyOnTheirWay() {
        backends.add(A);
        backends.admit(A, true);
        for (int i = 0; i < Backends.MOST_UNACKNOWLEDGED; i++) {
            backends.handed(A);
        }
        assertFalse(backends.able());
        assertEquals(Optional.empty(), backends.next());
    }

    @Test
    void leastConnectionsTakesTheLeastLoaded() {
        backends.strategy(BalanceStrategy.LEAST_CONNECTIONS);
        admitAll();
        backends.reported(A, 3);
        backends.reported(B, 1);
        backends.reported(C, 2);
        assertEquals(Optional.of(B), backends.next());
        backends.handed(B);
        backends.handed(B);
        assertEquals(Optional.of(C), backends.next());
    }

    @Test
    void leastConnectionsSharesTiesOut() {
        backends.strategy(BalanceStrategy.LEAST_CONNECTIONS);
        admitAll();
        assertEquals(List.of(A, B, C, A), turns(4));
    }

    @Test
    void leastConnectionsLeavesOutWhoIsNotAble() {
        backends.strategy(BalanceStrategy.LEAST_CONNECTIONS);
        admitAll();
        backends.reported(B, 5);
        backends.reported(C, 7);
        backends.admit(A, false);
        assertEquals(List.of(B, B), turns(2));
    }

    @Test
    void aReportCountsWhatIsStillOnItsWay() {
        backends.strategy(BalanceStrategy.LEAST_CONNECTIONS);
        admitAll();
        backends.handed(A);
        backends.handed(A);
        backends.acknowledged(A, 1);
        backends.reported(A, 0);
        backends.reported(B, 2);
        backends.reported(C, 2);
        assertEquals(Optional.of(A), backends.next());
        backends.reported(A, 2);
        backends.remove(C);
        assertEquals(Optional.of(B), backends.next());
    }

    private void admitAll() {
        for (Key key : List.of(A, B, C)) {
            backends.add(key);
            backends.admit(key, true);
        }
    }

    private List<Key> turns(int count) {
        List<Key> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            backends.next().ifPresent(key -> {
                all.add(key);
                backends.handed(key);
            });
        }
        return all;
    }
}
