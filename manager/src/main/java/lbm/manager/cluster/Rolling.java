package lbm.manager.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.Wanted;
import lbm.manager.spec.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Replaces lives one after another by successors that run what the cluster runs now. Where lbm has the listener, the
 * successor must be up before the old life is told to go. A program that opens its port by itself cannot run twice at a
 * time: there the old one ends first, and stays stopped in its slot until the successor holds it, so that no slot is
 * ever nobody's.
 */
final class Rolling {

    private final Deque<Instance> left;
    private final String why;
    /** Successors and how often they had been restarted when they were launched. */
    private final Map<Key, Integer> launched = new LinkedHashMap<>();
    /** Those of them that have been up. */
    private final Set<Key> moved = new HashSet<>();
    /** Of the first in {@link #left}. */
    private @Nullable Key successor;
    /** Whether the first in {@link #left} was told to end so that its successor can come. */
    private boolean asked;

    Rolling(List<Instance> outdated, String why) {
        this.left = new ArrayDeque<>(outdated);
        this.why = why;
    }

    boolean done() {
        return left.isEmpty();
    }

    /** Lives that run the new settings, in the order they were launched. */
    List<Instance> successors(Cluster cluster) {
        return launched.keySet().stream()
                .flatMap(key -> cluster.member(key).stream())
                .filter(m -> m.wanted() != Wanted.GONE)
                .toList();
    }

    /**
     * Takes every step that is due.
     *
     * @return a successor that failed; it is followed no more, and its slot is done with: call again to go on with the
     *     next one
     */
    Optional<Instance> step(Cluster cluster, long now) {
        Optional<Instance> failed = failed(cluster);
        if (failed.isPresent()) {
            Key key = failed.get().key();
            launched.remove(key);
            moved.remove(key);
            cluster.forget(key);
            if (key.equals(successor)) {
                next();
            }
            return failed;
        }
        // Whoever has moved and is starting again holds the others up: a release that crashes goes no further.
        while (!left.isEmpty() && movedAreUp(cluster, now)) {
            if (!replaced(cluster, left.element(), now)) {
                break;
            }
            next();
        }
        return Optional.empty();
    }

    /** Leaves every slot with one life that is wanted as it was. */
    void abandon(Cluster cluster, long now) {
        Instance head = left.peek();
        if (head == null) {
            return;
        }
        Optional<Instance> old = cluster.member(head.key()).filter(m -> m.wanted() != Wanted.GONE);
        Key young = successor;
        if (asked) {
            // It was told to end for a successor that will not come.
            cluster.apply(head.key(), m -> m.start(now));
        } else if (young != null && old.isPresent()) {
            cluster.apply(young, m -> m.retire(now, true, why + ", abandoned"));
            cluster.forget(young);
            launched.remove(young);
        }
        left.clear();
    }

    private void next() {
        left.remove();
        successor = null;
        asked = false;
    }

    private Optional<Instance> failed(Cluster cluster) {
        return launched.entrySet().stream()
                .flatMap(e -> cluster.member(e.getKey()).filter(m -> failed(m, e.getValue())).stream())
                .findFirst();
    }

    /** Who has been up may crash once, as anything may; who has not may not. */
    private boolean failed(Instance m, int restarts) {
        int allowed = restarts + (moved.contains(m.key()) ? 1 : 0);
        return m.restarts() > allowed || Watch.down(m);
    }

    private boolean movedAreUp(Cluster cluster, long now) {
        return moved.stream()
                .allMatch(key -> cluster.member(key).map(m -> Watch.up(m, now)).orElse(true));
    }

    /** Takes the next step of one slot; true when its old life is gone and its new one up. */
    private boolean replaced(Cluster cluster, Instance outdated, long now) {
        Key key = outdated.key();
        if (successor == null && !succeeded(cluster, outdated, now)) {
            return false;
        }
        Key young = successor;
        if (young != null && !moved.contains(young)) {
            if (!cluster.member(young).map(m -> Watch.up(m, now)).orElse(false)) {
                return false;
            }
            moved.add(young);
            cluster.apply(key, m -> m.retire(now, true, why));
            cluster.forget(key);
        }
        return cluster.member(key).isEmpty();
    }

    /** Launches the successor, where it must wait for the old life's end once that has come. */
    private boolean succeeded(Cluster cluster, Instance outdated, long now) {
        Key key = outdated.key();
        boolean beside = outdated.beside() && cluster.spec().entry().mode() != Entry.Mode.OWN;
        if (!beside && !ended(cluster, key, now)) {
            return false;
        }
        Optional<Instance> old = cluster.member(key);
        if (!beside) {
            cluster.apply(key, m -> m.retire(now, false, why));
            cluster.forget(key);
        }
        Key young = cluster.launchSuccessor(old.orElse(outdated), beside && old.isPresent(), why, now);
        launched.put(young, old.orElse(outdated).restarts() + 1);
        successor = young;
        asked = false;
        return true;
    }

    private boolean ended(Cluster cluster, Key key, long now) {
        if (cluster.member(key).filter(m -> m.wanted() == Wanted.UP).isPresent()) {
            cluster.apply(key, m -> m.stop(now, false, why));
            asked = true;
        }
        return cluster.member(key).filter(m -> m.state().hasProcess()).isEmpty();
    }
}
