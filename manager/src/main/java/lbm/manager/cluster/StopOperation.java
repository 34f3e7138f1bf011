package lbm.manager.cluster;

import java.util.Optional;
import lbm.manager.instance.Instance;

/** Every instance down; {@code delete} forgets them too. Does not wait for a running operation. */
public final class StopOperation implements Operation {

    private final boolean forget;

    private StopOperation(boolean forget) {
        this.forget = forget;
    }

    public static StopOperation stop() {
        return new StopOperation(false);
    }

    public static StopOperation delete() {
        return new StopOperation(true);
    }

    @Override
    public String verb() {
        return forget ? "delete" : "stop";
    }

    @Override
    public boolean supersedes() {
        return true;
    }

    @Override
    public void begin(Cluster cluster, long now) {
        for (Instance m : cluster.members()) {
            boolean retire = forget || m.probation();
            cluster.apply(
                    m.key(), i -> retire ? i.retire(now, false, verb() + " asked") : i.stop(now, verb() + " asked"));
            if (forget) {
                cluster.forget(m.key());
            }
        }
    }

    @Override
    public Optional<Outcome> advance(Cluster cluster, long now) {
        boolean busy = cluster.members().stream().anyMatch(m -> m.state().hasProcess());
        return busy ? Optional.empty() : Outcome.done(this, forget ? "deleted" : "stopped");
    }
}
