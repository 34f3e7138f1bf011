package lbm.manager.instance;

import java.util.List;

/** The answer of the state machine to an event: the instance as it is now, and what has to be done, in order. */
public record Transition(Instance next, List<Action> actions) {
    static Transition to(Instance next, Action... actions) {
        return new Transition(next, List.of(actions));
    }
}
