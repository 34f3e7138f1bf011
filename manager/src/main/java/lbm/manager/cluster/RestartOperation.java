package lbm.manager.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.Wanted;

/**
 * Each process ended and started again in its place, some at a time; the next begins when one of them is up. Connections
 * wait in the accept queue meanwhile; who wants no gap asks for a reload.
 *
 * <p>Where clients wait at a port it is two at a time as under PM2, one at a time when there are two or fewer. Elsewhere
 * it is a quarter of them, and two at least: nobody waits at a port, and the first wave that fails ends it with most of
 * them still running as before.
 */
public final class RestartOperation implements Operation {

    private final Deque<Key> left = new ArrayDeque<>();
    private final Deque<Turn> turns = new ArrayDeque<>();
    private final Predicate<Instance> which;
    private final OptionalInt atMost;
    private int parallel;

    public RestartOperation(Predicate<Instance> which) {
        this(which, OptionalInt.empty());
    }

    /** @param atMost how many at a time, from 1; empty: as the app's kind has it */
    public RestartOperation(Predicate<Instance> which, OptionalInt atMost) {
        this.which = which;
        this.atMost = atMost;
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
        parallel = atMost.orElse(usual(cluster));
    }

    private int usual(Cluster cluster) {
        if (left.size() <= 2) {
            return 1;
        }
        boolean atPort = cluster.spec().listen().isPresent();
        return atPort ? 2 : Math.max(2, (left.size() + 3) / 4);
    }

    @Override
    public Optional<Outcome> advance(Cluster cluster, long now) {
        for (Iterator<Turn> each = turns.iterator(); each.hasNext(); ) {
            Turn turn = each.next();
            Optional<Instance> member = cluster.member(turn.key());
            if (member.isEmpty()) {
                each.remove();
                continue;
            }
            Instance m = member.get();
            if (m.restarts() > turn.restarts() && Watch.up(m, now)) {
                each.remove();
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
        return m.restarts() > turn.restarts() && Watch.down(m);
    }
}
