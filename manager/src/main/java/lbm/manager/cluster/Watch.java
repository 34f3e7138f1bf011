package lbm.manager.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
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

    private final Map<Key, Integer> restartsAtBegin = new LinkedHashMap<>();

    /** Launches a life in each slot that nobody holds, and follows those. */
    static Watch ofFreeSlots(Cluster cluster, long now) {
        Watch watch = new Watch();
        for (int slot = 0; slot < cluster.spec().instances(); slot++) {
            if (!cluster.slotTaken(slot)) {
                cluster.member(cluster.launchFresh(slot, now)).ifPresent(watch::follow);
            }
        }
        return watch;
    }

    /** One that is ending and will come back is followed from then on. */
    void follow(Instance instance) {
        restartsAtBegin.put(instance.key(), instance.restarts() + (ending(instance) ? 1 : 0));
    }

    private static boolean ending(Instance m) {
        return m.state() == State.DRAINING || m.state() == State.STOPPING;
    }

    /** The first life that ended, or never got ready, since it is followed. */
    Optional<Instance> failed(Cluster cluster) {
        for (Map.Entry<Key, Integer> followed : restartsAtBegin.entrySet()) {
            Optional<Instance> life = cluster.member(followed.getKey()).filter(m -> failed(m, followed.getValue()));
            if (life.isPresent()) {
                return life;
            }
        }
        return Optional.empty();
    }

    private static boolean failed(Instance m, int restarts) {
        boolean late = m.state() == State.STOPPING && m.wanted() == Wanted.UP && m.restarts() >= restarts;
        return late || m.restarts() > restarts || down(m);
    }

    /** Without a process, and not since its work is done. */
    static boolean down(Instance m) {
        return !m.state().hasProcess() && !m.completed();
    }

    boolean up(Cluster cluster, long now) {
        return restartsAtBegin.keySet().stream()
                .allMatch(key -> cluster.member(key).map(m -> up(m, now)).orElse(true));
    }

    /** Up for good, or done with its work already. */
    static boolean up(Instance m, long now) {
        return m.completed() || (m.state() == State.ONLINE && (m.saysReady() || now - m.since() >= belief(m)));
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
