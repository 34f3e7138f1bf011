package lbm.manager.daemon;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lbm.manager.instance.Action;
import lbm.manager.instance.Key;

/** Actions that were decided and written down and are still to be done, in their order. */
final class Backlog {

    /** Starting a program takes a millisecond or two: so long the loop's other work waits for a thousand of them. */
    private static final long SLICE_NANOS = 20_000_000L;

    private final Deque<Action> due = new ArrayDeque<>();

    void add(Collection<Action> actions) {
        due.addAll(actions);
    }

    boolean isEmpty() {
        return due.isEmpty();
    }

    /** Whom something is still to be done for. */
    Set<Key> keys() {
        return due.stream().map(Action::key).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Does what fits into a moment, one action at least.
     *
     * @param begin when that moment began, of {@link System#nanoTime}
     */
    void work(Effects effects, long begin) {
        while (!due.isEmpty()) {
            List<Action.Spawn> starts = starts(effects.spawnsAtOnce());
            if (starts.isEmpty()) {
                effects.run(due.remove());
            } else {
                effects.spawn(starts);
            }
            if (System.nanoTime() - begin > SLICE_NANOS) {
                break;
            }
        }
        effects.signalTrees();
    }

    /** Takes the starts that come next, so many at most. */
    private List<Action.Spawn> starts(int most) {
        List<Action.Spawn> starts = new ArrayList<>();
        while (starts.size() < most && due.peek() instanceof Action.Spawn start) {
            starts.add(start);
            due.remove();
        }
        return starts;
    }
}
