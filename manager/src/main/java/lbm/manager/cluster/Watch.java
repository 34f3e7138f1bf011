package lbm.manager.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;
import lbm.manager.instance.Wanted;

/** Follows lives that were just started until each is up for good or one has failed. */
final class Watch {

    /** A program that cannot say ready is believed after so long, or after min_uptime when that is shorter. */
    static final Duration BELIEF = Duration.ofMillis(500);

    private final Map<Key, Integer> restartsAtBegin = new HashMap<>();

    void follow(Instance instance) {
        restartsAtBegin.put(instance.key(), instance.restarts());
    }

    boolean follows(Key key) {
        return restartsAtBegin.containsKey(key);
    }

    /** The first life that ended, or never got ready, since it is followed. */
    Optional<Instance> failed(Cluster cluster) {
        return cluster.members().stream()
                .filter(m -> restartsAtBegin.containsKey(m.key()))
                .filter(m -> m.restarts() > restartsAtBegin.getOrDefault(m.key(), 0)
                        || !m.state().hasProcess()
                        || (m.state() == State.STOPPING && m.wanted() == Wanted.UP))
                .findFirst();
    }

    boolean up(Cluster cluster, long now) {
        return restartsAtBegin.keySet().stream()
                .allMatch(key -> cluster.member(key).map(m -> up(m, now)).orElse(true));
    }

    static boolean up(Instance m, long now) {
        return m.state() == State.ONLINE && (m.linked() || now - m.since() >= belief(m));
    }

    private static long belief(Instance m) {
        Duration minUptime = m.spec().restart().minUptime();
        return (minUptime.compareTo(BELIEF) < 0 ? minUptime : BELIEF).toNanos();
    }

    /** {@code site:0}. */
    static String name(Instance m) {
        return m.spec().name() + ":" + m.slot();
    }

    static String failure(Instance m) {
        return name(m) + " " + m.why().orElse("ended");
    }
}
