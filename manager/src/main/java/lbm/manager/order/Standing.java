package lbm.manager.order;

import java.util.EnumMap;
import java.util.Map;
import lbm.manager.spec.Dependency.Condition;

/**
 * How far an app is that others wait for.
 *
 * @param conditions each of them
 * @param why it is not coming, for the operator; empty: it is
 */
public record Standing(Map<Condition, Is> conditions, String why) {

    /** Whether a condition holds. */
    public enum Is {
        SO,
        /** Something is under way that may bring it about. */
        COMING,
        /** Nothing is: only the operator, or a restart that is due, can. */
        NOT
    }

    public Standing {
        conditions = Map.copyOf(conditions);
    }

    public static Standing of(Is started, Is ready, Is completed, String why) {
        Map<Condition, Is> all = new EnumMap<>(Condition.class);
        all.put(Condition.STARTED, started);
        all.put(Condition.READY, ready);
        all.put(Condition.COMPLETED, completed);
        return new Standing(all, why);
    }

    /** That of an app that nobody knows. */
    public static Standing absent() {
        return of(Is.NOT, Is.NOT, Is.NOT, "is not there");
    }

    public Is is(Condition condition) {
        return conditions.getOrDefault(condition, Is.NOT);
    }
}
