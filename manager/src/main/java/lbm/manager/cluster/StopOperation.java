package lbm.manager.cluster;

import java.util.Optional;
import java.util.function.Predicate;
import lbm.manager.instance.Instance;
import lbm.manager.instance.State;
import lbm.manager.instance.Wanted;

/** Every instance down; {@code delete} forgets them too. Does not wait for a running operation. */
public final class StopOperation implements Operation {

    /** Why an instance is down that an operator has stopped: the end of its {@link Instance#reason}. */
    private static final String STOP_ASKED = "stop asked";

    private final boolean forget;
    private final Predicate<Instance> which;

    private StopOperation(boolean forget, Predicate<Instance> which) {
        this.forget = forget;
        this.which = which;
    }

    public static StopOperation stop(Predicate<Instance> which) {
        return new StopOperation(false, which);
    }

    public static StopOperation delete(Predicate<Instance> which) {
        return new StopOperation(true, which);
    }

    /** Whether an operator had it stopped, whatever it did before. */
    public static boolean wasAsked(Instance m) {
        return m.wanted() == Wanted.DOWN && m.reason().endsWith(STOP_ASKED);
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
        boolean others = cluster.members().stream().anyMatch(m -> m.state() == State.ONLINE && !which.test(m));
        for (Instance m : cluster.members()) {
            if (!which.test(m)) {
                continue;
            }
            // A successor that is not up yet goes, unless its predecessor has left it the slot.
            boolean retire = forget || (m.probation() && cluster.sharesSlot(m));
            String why = forget ? "delete asked" : STOP_ASKED;
            cluster.apply(m.key(), i -> retire ? i.retire(now, others, why) : i.stop(now, others, why));
            if (forget) {
                cluster.forget(m.key());
            }
        }
    }

    @Override
    public Optional<Outcome> advance(Cluster cluster, long now) {
        boolean busy = cluster.anyLeaving()
                || cluster.members().stream()
                        .anyMatch(m -> which.test(m) && m.state().hasProcess());
        return busy ? Optional.empty() : Outcome.done(this, forget ? "deleted" : "stopped");
    }
}
