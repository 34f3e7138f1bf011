package lbm.manager.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.Wanted;

/**
 * Each process ended and started again in its place, two at a time as PM2 does, one at a time when there are two or
 * fewer. Connections wait in the accept queue meanwhile; who wants no gap asks for a reload.
 */
public final class RestartOperation implements Operation {

    private final Deque<Key> left = new ArrayDeque<>();
    private final Deque<Turn> turns = new ArrayDeque<>();
    private final Predicate<Instance> which;
    private int parallel;

    public RestartOperation(Predicate<Instance> which) {
        this.which = which;
    }

    private record Turn(Key key, int restarts) {}

    @Override
    public String verb() {
        return "restart";
    }

    @Override
    public void begin(Cluster cluster, long now) {
        cluster.members().stream()
                .filter(m -> !m.probation() && m.wanted() != Wanted.GONE)
                .filter(which)
                .map(Instance::key)
                .forEach(left::add);
        parallel = left.size() > 2 ? 2 : 1;
    }

    @Override
    public Optional<Outcome> advance(Cluster cluster, long now) {
        for (Turn turn : turns.toArray(Turn[]::new)) {
            Optional<Instance> member = cluster.member(turn.key());
            if (member.isEmpty()) {
                turns.remove(turn);
                continue;
            }
            Instance m = member.get();
            if (m.restarts() > turn.restarts() && Watch.up(m, now)) {
                turns.remove(turn);
            } else if (m.restarts() > turn.restarts() + 1 || neverComing(m, turn)) {
                return Outcome.failed(this, Watch.failure(m), m.key());
            }
        }
        while (turns.size() < parallel && !left.isEmpty()) {
            Key key = left.remove();
            cluster.member(key).ifPresent(m -> {
                turns.add(new Turn(key, m.restarts()));
                boolean migrate = cluster.othersOnline(key);
                cluster.renew(key);
                cluster.apply(key, i -> i.restart(now, migrate, "restart asked"));
            });
        }
        return turns.isEmpty() ? Outcome.done(this, "restarted") : Optional.empty();
    }

    private static boolean neverComing(Instance m, Turn turn) {
        return m.restarts() > turn.restarts() && !m.state().hasProcess();
    }
}
