package lbm.manager.cluster;

import java.util.Optional;
import lbm.manager.instance.Instance;
import lbm.manager.instance.State;
import lbm.manager.instance.Wanted;
import lbm.manager.spec.AppSpec;

/** So many instances: the highest slots go first, with their idle connections handed to the others. */
public final class ScaleOperation implements Operation {

    private final AppSpec resized;
    private final Watch watch = new Watch();

    /**
     * To the count of a spec.
     *
     * @param resized the app's spec with the new number of instances
     */
    public ScaleOperation(AppSpec resized) {
        this.resized = resized;
    }

    @Override
    public String verb() {
        return "scale";
    }

    @Override
    public void begin(Cluster cluster, long now) {
        cluster.resize(resized);
        for (Instance m : cluster.members()) {
            if (m.slot() >= resized.instances()) {
                cluster.apply(m.key(), i -> i.retire(now, true, "scaled down"));
                cluster.forget(m.key());
            }
        }
        for (int slot = 0; slot < resized.instances(); slot++) {
            if (!cluster.slotTaken(slot)) {
                cluster.launchFresh(slot, now);
            }
        }
        cluster.members().stream().filter(m -> m.state() == State.LAUNCHING).forEach(watch::follow);
    }

    @Override
    public Optional<Outcome> advance(Cluster cluster, long now) {
        Optional<Instance> failed = watch.failed(cluster);
        if (failed.isPresent()) {
            return Outcome.failed(
                    this, Watch.failure(failed.get()), failed.get().key());
        }
        boolean leaving = cluster.members().stream()
                .anyMatch(m -> m.wanted() == Wanted.GONE && m.state().hasProcess());
        return leaving || !watch.up(cluster, now)
                ? Optional.empty()
                : Outcome.done(this, "scaled to " + resized.instances());
    }
}
