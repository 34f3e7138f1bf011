package lbm.manager.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.Wanted;
import lbm.manager.spec.AppSpec;
import org.jspecify.annotations.Nullable;

/**
 * The rolling reload: slot by slot a successor is started beside the running life; once it is ready the old one gives
 * its connections back and goes. The first successor that fails ends it: what runs stays, and slots that had moved to
 * other settings are moved back. How one slot is replaced is in {@link Rolling}.
 */
public final class ReplaceOperation implements Operation {

    private final String verb;
    private final @Nullable UnaryOperator<AppSpec> change;
    private final Predicate<Instance> which;
    private final boolean whole;
    private final String why;
    private Rolling rolling = new Rolling(List.of(), "");
    private @Nullable AppSpec before;
    private int generationBefore;
    private @Nullable Watch fresh;
    private @Nullable Outcome failure;

    private ReplaceOperation(
            String verb,
            @Nullable UnaryOperator<AppSpec> change,
            Predicate<Instance> which,
            boolean whole,
            String why) {
        this.verb = verb;
        this.change = change;
        this.which = which;
        this.whole = whole;
        this.why = why;
    }

    /** Every instance, to these settings. */
    public static ReplaceOperation reload(AppSpec newer) {
        return reloadAll(before -> newer);
    }

    /**
     * Every instance, to settings made of those in force when its turn comes: another reload may bring others until then.
     */
    public static ReplaceOperation reloadAll(UnaryOperator<AppSpec> change) {
        return new ReplaceOperation("reload", change, m -> true, true, "reloaded");
    }

    /** Some instances, to the same settings. */
    public static ReplaceOperation reload(Predicate<Instance> which) {
        return new ReplaceOperation("reload", null, which, false, "reloaded");
    }

    /** Some instances, to the same settings, for a reason of the manager's own: changed files, a time of the clock. */
    public static ReplaceOperation reload(Predicate<Instance> which, String why) {
        return new ReplaceOperation("reload", null, which, false, why);
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
        generationBefore = cluster.generation();
        if (change != null) {
            cluster.adoptSpec(change.apply(cluster.spec()));
        }
        int count = cluster.spec().instances();
        rolling = new Rolling(
                cluster.members().stream()
                        .filter(m -> m.wanted() != Wanted.GONE && which.test(m) && m.slot() < count)
                        .toList(),
                why);
    }

    @Override
    public Optional<Outcome> advance(Cluster cluster, long now) {
        if (failure == null) {
            Optional<Instance> failed = fresh == null ? rolling.step(cluster, now) : Optional.empty();
            if (failed.isEmpty()) {
                return rolling.done() ? finish(cluster, now) : Optional.empty();
            }
            failure = turnBack(cluster, failed.get(), now);
        }
        Outcome told = failure;
        for (Optional<Instance> stuck = rolling.step(cluster, now);
                stuck.isPresent();
                stuck = rolling.step(cluster, now)) {
            told = new Outcome(
                    this,
                    false,
                    told.message() + "; but " + Watch.failure(stuck.get()) + ", which was to go back",
                    told.culprit());
            failure = told;
        }
        return rolling.done() ? Optional.of(told) : Optional.empty();
    }

    @Override
    public void abandon(Cluster cluster, long now) {
        rolling.abandon(cluster, now);
        if (failure != null || fresh != null) {
            return;
        }
        if (rolling.successors(cluster).isEmpty()) {
            revert(cluster);
        } else if (before != null && before.instances() > cluster.spec().instances()) {
            // The surplus has not gone yet and will not by us.
            cluster.resize(before.instances());
        }
    }

    private void revert(Cluster cluster) {
        if (before != null) {
            cluster.revertSpec(before, generationBefore);
        }
    }

    /** Slots that had moved are moved back, if there is anything to go back to. */
    private Outcome turnBack(Cluster cluster, Instance failed, long now) {
        rolling.abandon(cluster, now);
        List<Instance> moved = new ArrayList<>(rolling.successors(cluster));
        cluster.member(failed.key()).filter(m -> m.wanted() != Wanted.GONE).ifPresent(moved::add);
        boolean otherSettings = change != null && !cluster.spec().equals(before);
        rolling = new Rolling(otherSettings ? moved : List.of(), verb + " failed");
        if (otherSettings || moved.isEmpty()) {
            revert(cluster);
            return failure(failed, "the old generation stays");
        }
        return failure(failed, "the others are left as they are");
    }

    private Outcome failure(Instance failed, String rest) {
        return new Outcome(this, false, Watch.failure(failed) + "; " + rest, Optional.of(failed.key()));
    }

    private Optional<Outcome> finish(Cluster cluster, long now) {
        Watch watch = fresh;
        if (watch == null) {
            watch = whole ? resize(cluster, now) : new Watch();
            fresh = watch;
        }
        if (cluster.anyLeaving()) {
            return Optional.empty();
        }
        Optional<Instance> failed = watch.failed(cluster);
        if (failed.isPresent()) {
            return Outcome.failed(
                    this, Watch.failure(failed.get()), failed.get().key());
        }
        String done = verb.equals("reload") ? "reloaded" : "replaced: " + why;
        return watch.up(cluster, now) ? Outcome.done(this, done) : Optional.empty();
    }

    /** The file may ask for another number of instances too. */
    private Watch resize(Cluster cluster, long now) {
        int count = cluster.spec().instances();
        for (Instance m : cluster.members()) {
            if (m.slot() >= count && m.wanted() != Wanted.GONE) {
                cluster.apply(m.key(), i -> i.retire(now, true, why));
                cluster.forget(m.key());
            }
        }
        return Watch.ofFreeSlots(cluster, now);
    }
}
