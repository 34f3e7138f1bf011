package lbm.manager.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeaversTest {

    private final Leavers<String, String> leavers = new Leavers<>();

    @Test
    void withoutAProxyNobodyIsWaitedFor() {
        assertFalse(leavers.leave("a", List.of()));
        assertEquals(List.of(), leavers.free(Set.of()));
    }

    @Test
    void everyProxyHasASay() {
        assertTrue(leavers.leave("a", List.of("p", "q")));
        leavers.idle("a", "p");
        assertEquals(List.of(), leavers.free(Set.of("p", "q")));
        leavers.idle("a", "q");
        assertEquals(List.of("a"), leavers.free(Set.of("p", "q")));
        assertEquals(List.of(), leavers.free(Set.of("p", "q")));
    }

    @Test
    void aProxyThatIsGoneIsNotWaitedFor() {
        leavers.leave("a", List.of("p", "q"));
        leavers.idle("a", "p");
        assertEquals(List.of("a"), leavers.free(Set.of("p")));
    }

    @Test
    void aProxyThatCameLaterHasNothingToDoWithIt() {
        leavers.leave("a", List.of("p"));
        leavers.idle("a", "r");
        assertEquals(List.of(), leavers.free(Set.of("p", "r")));
    }

    @Test
    void whoEndedByItselfIsNotToldOf() {
        leavers.leave("a", List.of("p"));
        leavers.gone("a");
        assertEquals(List.of(), leavers.free(Set.of()));
        leavers.idle("a", "p");
    }

    /** A proxy says it once: an instance that was out of the balancer for its health has been idle long since. */
    @Test
    void whoHasSaidSoBeforeIsNotWaitedFor() {
        leavers.idle("a", "p");
        assertFalse(leavers.leave("a", List.of("p")));
        assertTrue(leavers.leave("a", List.of("p", "q")));
        leavers.idle("a", "q");
        assertEquals(List.of("a"), leavers.free(Set.of("p", "q")));
    }

    @Test
    void whoIsToldToAskItAgainIsWaitedFor() {
        leavers.idle("a", "p");
        leavers.asked("a", "p");
        assertTrue(leavers.leave("a", List.of("p")));
        leavers.gone("a");
        leavers.idle("a", "p");
        leavers.gone("a");
        assertTrue(leavers.leave("a", List.of("p")));
    }
}
