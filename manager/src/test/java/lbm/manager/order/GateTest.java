package lbm.manager.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import lbm.manager.order.Standing.Is;
import lbm.manager.spec.Dependency;
import lbm.manager.spec.Dependency.Condition;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final Dependency DB = new Dependency("db", Condition.READY);
    private static final Dependency MIGRATION = new Dependency("migrate", Condition.COMPLETED);

    @Test
    void whoDependsOnNobodyMayGoAhead() {
        assertTrue(Gate.of(List.of(), app -> Standing.absent()).isOpen());
    }

    @Test
    void everyConditionMustHold() {
        assertEquals(Gate.OPEN, gate(standing(Is.SO, ""), completed(Is.SO, "")));
        assertEquals(Gate.shut("waits for db (ready)"), gate(standing(Is.COMING, ""), completed(Is.COMING, "")));
        assertEquals(Gate.shut("waits for migrate (completed)"), gate(standing(Is.SO, ""), completed(Is.COMING, "")));
    }

    @Test
    void oneThatWillNotHoldIsToldBeforeOneThatMay() {
        assertEquals(
                Gate.hopeless("waits for migrate (completed), which is stopped: exit code 1 after 20 ms"),
                gate(standing(Is.COMING, ""), completed(Is.NOT, "is stopped: exit code 1 after 20 ms")));
    }

    @Test
    void anAppThatIsNotThereIsHopeless() {
        assertEquals(
                Gate.hopeless("waits for db (ready), which is not there"),
                Gate.of(List.of(DB), app -> Standing.absent()));
    }

    @Test
    void ofTwoGatesTheHopelessOneCounts() {
        Gate shut = Gate.shut("a");
        Gate other = Gate.shut("b");
        Gate hopeless = Gate.hopeless("c");
        assertSame(shut, shut.and(other));
        assertSame(shut, shut.and(Gate.OPEN));
        assertSame(shut, Gate.OPEN.and(shut));
        assertSame(hopeless, shut.and(hopeless));
        assertSame(hopeless, hopeless.and(shut));
        assertSame(Gate.OPEN, Gate.OPEN.and(Gate.OPEN));
    }

    @Test
    void aConditionThatNobodyToldOfDoesNotHold() {
        assertEquals(Is.NOT, new Standing(Map.of(), "").is(Condition.STARTED));
    }

    private static Gate gate(Standing db, Standing migration) {
        return Gate.of(List.of(DB, MIGRATION), app -> app.equals("db") ? db : migration);
    }

    private static Standing standing(Is ready, String why) {
        return Standing.of(ready, ready, Is.NOT, why);
    }

    private static Standing completed(Is completed, String why) {
        return Standing.of(Is.NOT, Is.NOT, completed, why);
    }
}
