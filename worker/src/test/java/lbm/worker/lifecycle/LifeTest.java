package lbm.worker.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LifeTest {

    private final Life serving = Life.START.joined().warm();

    @Test
    void aWorkerIsAnnouncedOnceItIsWarmAndJoinedInEitherOrder() {
        assertFalse(Life.START.announced());
        assertFalse(Life.START.joined().announced());
        assertFalse(Life.START.warm().announced());
        assertTrue(Life.START.warm().joined().announced());
        assertTrue(serving.announced());
    }

    @Test
    void aWarmWorkerAcceptsByItselfExactlyWhileNoManagerDoes() {
        assertFalse(serving.accepts());
        assertTrue(serving.lost().accepts());
        assertTrue(serving.silent().accepts());
        assertTrue(serving.leaving().accepts());
        assertFalse(serving.silent().pulse().accepts());
        assertFalse(serving.lost().joined().accepts());
    }

    @Test
    void aManagerThatHasLeftDoesNotComeBackByAPulse() {
        assertTrue(serving.leaving().pulse().accepts());
        assertTrue(serving.leaving().silent().accepts());
        assertFalse(serving.leaving().lost().joined().accepts());
    }

    @Test
    void aWorkerThatAcceptsByItselfDoesSoFromWarmToDrained() {
        assertFalse(Life.OWN.joined().accepts());
        assertTrue(Life.OWN.joined().warm().accepts());
        assertTrue(Life.OWN.joined().warm().announced());
        assertTrue(Life.OWN.warm().lost().accepts());
        assertFalse(Life.OWN.joined().warm().drain().accepts());
    }

    @Test
    void aColdWorkerNeverAccepts() {
        assertFalse(Life.START.accepts());
        assertFalse(Life.START.joined().lost().accepts());
    }

    @Test
    void aDrainingWorkerTakesNothingAndLooksForNobody() {
        Life draining = serving.drain();
        assertFalse(draining.ready());
        assertFalse(draining.announced());
        assertFalse(draining.lost().accepts());
        assertFalse(draining.reconnects());
        assertEquals(draining, draining.warm());
        assertEquals(draining, draining.drain());
        assertFalse(draining.stopped().reconnects());
    }

    @Test
    void silenceOfAManagerThatIsNotThereIsNothingNew() {
        assertEquals(Life.START, Life.START.silent());
        assertEquals(Life.START, Life.START.pulse());
        assertEquals(Life.START, Life.START.leaving());
        assertTrue(Life.START.reconnects());
    }
}
