package lbm.manager.cluster;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import lbm.manager.instance.Instance;

/** So many instances: the highest slots go first, with their idle connections handed to the others. */
public final class ScaleOperation implements Operation {

    private final IntUnaryOperator size;
    private Watch watch = new Watch();

    private ScaleOperation(IntUnaryOperator size) {
        this.size = size;
    }

    /** To so many, at least one. */
    public static ScaleOperation to(int count) {
        return new ScaleOperation(now -> count);
    }

    /** So many more, or fewer, than there are when its turn comes; at least one stays. */
    public static ScaleOperation by(int more) {
        return new ScaleOperation(now -> Math.max(1, now + more));
    }

    @Override
    public String verb() {
        return "scale";
    }

    @Override
    public void begin(Cluster cluster, long now) {
        // Asked only now: an operation before this one may have changed settings and number.
        int count = size.applyAsInt(cluster.spec().instances());
        cluster.resize(count);
        for (Instance m : cluster.members()) {
            if (m.slot() >= count) {
                cluster.apply(m.key(), i -> i.retire(now, true, "scaled down"));
                cluster.forget(m.key());
            }
        }
        watch = Watch.ofFreeSlots(cluster, now);
    }

    @Override
    public Optional<Outcome> advance(Cluster cluster, long now) {
        if (cluster.anyLeaving()) {
            return Optional.empty();
        }
        Optional<Instance> failed = watch.failed(cluster);
        if (failed.isPresent()) {
            return Outcome.failed(
                    this, Watch.failure(failed.get()), failed.get().key());
        }
        return watch.up(cluster, now)
                ? Outcome.done(this, "scaled to " + cluster.spec().instances())
                : Optional.empty();
    }
}
