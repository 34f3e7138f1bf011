package lbm.manager.cluster;

import java.util.Optional;
import java.util.function.Predicate;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Wanted;

/** Every slot of the app up, those that are stay untouched; fails with the first that dies while it comes up. */
public final class StartOperation implements Operation {

    private Watch watch = new Watch();
    private final Predicate<Instance> which;
    private final boolean whole;

    private StartOperation(Predicate<Instance> which, boolean whole) {
        this.which = which;
        this.whole = whole;
    }

    /** Every slot of the app. */
    public static StartOperation all() {
        return new StartOperation(m -> true, true);
    }

    /** Some of the instances there are. */
    public static StartOperation only(Predicate<Instance> which) {
        return new StartOperation(which, false);
    }

    @Override
    public String verb() {
        return "start";
    }

    @Override
    public void begin(Cluster cluster, long now) {
        watch = whole ? Watch.ofFreeSlots(cluster, now) : new Watch();
        for (Instance m : cluster.members()) {
            if (m.wanted() != Wanted.GONE && which.test(m)) {
                cluster.renew(m.key());
                cluster.apply(m.key(), i -> i.start(now));
                cluster.member(m.key()).ifPresent(watch::follow);
            }
        }
    }

    /** Whoever is down waits, and says so; who runs stays untouched. */
    @Override
    public void await(Cluster cluster, String why) {
        if (whole) {
            cluster.place();
        }
        for (Instance m : cluster.members()) {
            if (m.wanted() != Wanted.GONE
                    && which.test(m)
                    && !(m.awaits() && m.reason().equals(why))) {
                cluster.renew(m.key());
                cluster.apply(m.key(), i -> i.await(why));
            }
        }
    }

    @Override
    public Optional<Outcome> advance(Cluster cluster, long now) {
        Optional<Instance> failed = watch.failed(cluster);
        if (failed.isPresent()) {
            return Outcome.failed(
                    this, Watch.failure(failed.get()), failed.get().key());
        }
        return watch.up(cluster, now) ? Outcome.done(this, "started") : Optional.empty();
    }
}
