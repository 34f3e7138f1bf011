package lbm.manager.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;
import lbm.manager.instance.Wanted;
import lbm.manager.spec.AppSpec;
import org.jspecify.annotations.Nullable;

/**
 * The rolling reload: slot by slot a successor is started beside the running life; once it is ready the old one gives
 * its connections back and goes. The first successor that fails ends it: what runs stays, and slots that had moved are
 * moved back. A program without a listener of lbm's cannot run twice at a time, so there the old one goes first.
 */
public final class ReplaceOperation implements Operation {

    private final String verb;
    private final @Nullable AppSpec newer;
    private final Predicate<Instance> which;
    private final boolean whole;
    private final String why;
    private final List<Instance> outdated = new ArrayList<>();
    private final Map<Key, Key> successors = new HashMap<>();
    private final List<Key> launched = new ArrayList<>();
    private @Nullable AppSpec before;
    private @Nullable Outcome failure;

    private ReplaceOperation(
            String verb, @Nullable AppSpec newer, Predicate<Instance> which, boolean whole, String why) {
        this.verb = verb;
        this.newer = newer;
        this.which = which;
        this.whole = whole;
        this.why = why;
    }

    /** Every instance, to these settings. */
    public static ReplaceOperation reload(AppSpec newer) {
        return new ReplaceOperation("reload", newer, m -> true, true, "reloaded");
    }

    /** Some instances, to the same settings. */
    public static ReplaceOperation reload(Predicate<Instance> which) {
        return new ReplaceOperation("reload", null, which, false, "reloaded");
    }

    /** One instance, to the same settings: memory limit. */
    public static ReplaceOperation replace(Key key, String why) {
        return new ReplaceOperation("replace", null, m -> m.key().equals(key), false, why);
    }

    @Override
    public String verb() {
        return verb;
    }

    @Override
    public void begin(Cluster cluster, long now) {
        before = cluster.spec();
        if (newer != null) {
            cluster.adoptSpec(newer);
        }
        int count = cluster.spec().instances();
        for (Instance m : cluster.members()) {
            if (m.wanted() != Wanted.GONE && which.test(m) && m.slot() < count) {
                outdated.add(m);
            }
        }
    }

    @Override
    public Optional<Outcome> advance(Cluster cluster, long now) {
        Optional<Instance> failed = failedSuccessor(cluster);
        if (failed.isPresent()) {
            turnBack(cluster, failed.get(), now);
        }
        for (Instance old : outdated) {
            if (!moved(cluster, old, now)) {
                return Optional.empty();
            }
        }
        return failure != null ? Optional.of(failure) : finish(cluster, now);
    }

    @Override
    public void abandon(Cluster cluster, long now) {
        for (Key key : launched) {
            if (cluster.member(key).map(Instance::probation).orElse(false)) {
                cluster.apply(key, m -> m.retire(now, true, verb + " superseded"));
            }
        }
    }

    /** Takes the next step of one slot; true when its old life is gone and its new one up. */
    private boolean moved(Cluster cluster, Instance outdatedLife, long now) {
        Key key = outdatedLife.key();
        Optional<Instance> old = cluster.member(key);
        Key successorKey = successors.get(key);
        if (successorKey != null) {
            boolean up = cluster.member(successorKey).map(m -> Watch.up(m, now)).orElse(true);
            if (up && old.isPresent() && old.get().wanted() != Wanted.GONE) {
                cluster.apply(key, m -> m.retire(now, true, why));
                cluster.forget(key);
            }
            return up && cluster.member(key).isEmpty();
        }
        if (old.isEmpty()) {
            succeed(cluster, outdatedLife, now);
        } else if (old.get().wanted() != Wanted.GONE) {
            if (old.get().linked() || !old.get().state().hasProcess()) {
                succeed(cluster, old.get(), now);
            } else {
                cluster.apply(key, m -> m.retire(now, false, why));
            }
        }
        return false;
    }

    private void succeed(Cluster cluster, Instance old, long now) {
        Key key = cluster.launchSuccessor(old, true, now);
        successors.put(old.key(), key);
        launched.add(key);
    }

    private Optional<Instance> failedSuccessor(Cluster cluster) {
        if (failure != null) {
            return Optional.empty();
        }
        return cluster.members().stream()
                .filter(m -> launched.contains(m.key()))
                .filter(m -> m.state() == State.ERRORED && m.wanted() == Wanted.GONE)
                .findFirst();
    }

    private void turnBack(Cluster cluster, Instance failed, long now) {
        failure = new Outcome(
                this, false, Watch.failure(failed) + "; the old generation stays", Optional.of(failed.key()));
        cluster.forget(failed.key());
        if (newer != null && before != null) {
            cluster.revertSpec(before);
        }
        outdated.clear();
        List<Key> tried = List.copyOf(launched);
        launched.clear();
        successors.clear();
        for (Key key : tried) {
            cluster.member(key).filter(m -> m.wanted() == Wanted.UP).ifPresent(m -> {
                if (m.state() == State.ONLINE) {
                    outdated.add(m);
                } else {
                    cluster.apply(key, i -> i.retire(now, true, "reload failed"));
                }
            });
        }
        if (!cluster.slotTaken(failed.slot())) {
            cluster.launchSuccessor(failed, false, now);
        }
    }

    private Optional<Outcome> finish(Cluster cluster, long now) {
        if (whole) {
            int count = cluster.spec().instances();
            for (Instance m : cluster.members()) {
                if (m.slot() >= count && m.wanted() != Wanted.GONE) {
                    cluster.apply(m.key(), i -> i.retire(now, true, why));
                    cluster.forget(m.key());
                }
            }
            for (int slot = 0; slot < count; slot++) {
                if (!cluster.slotTaken(slot)) {
                    launched.add(cluster.launchFresh(slot, now));
                }
            }
        }
        for (Instance m : cluster.members()) {
            if (m.wanted() == Wanted.GONE && m.state().hasProcess()) {
                return Optional.empty();
            }
            if (launched.contains(m.key())) {
                if (m.state() == State.ERRORED || m.state() == State.WAITING) {
                    return Outcome.failed(this, Watch.failure(m), m.key());
                }
                if (!Watch.up(m, now)) {
                    return Optional.empty();
                }
            }
        }
        return Outcome.done(this, verb + "ed");
    }
}
