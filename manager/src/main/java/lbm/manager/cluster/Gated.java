package lbm.manager.cluster;

import java.util.Optional;
import java.util.function.Supplier;
import lbm.manager.order.Gate;

/**
 * An operation that begins when its gate opens: other apps come first. It fails when nothing under way will open the
 * gate. The other apps are unknown here; what is known of them is asked again after every event and tick.
 */
public final class Gated implements Operation {

    private final Operation inner;
    private final Supplier<Gate> gate;
    private boolean begun;
    private Optional<Outcome> outcome = Optional.empty();

    public Gated(Operation inner, Supplier<Gate> gate) {
        this.inner = inner;
        this.gate = gate;
    }

    /** How it ended; empty while it has not, or when another operation superseded it. */
    public Optional<Outcome> outcome() {
        return outcome;
    }

    @Override
    public String verb() {
        return inner.verb();
    }

    @Override
    public boolean supersedes() {
        return inner.supersedes();
    }

    /** It begins in its first {@link #advance} at the earliest. */
    @Override
    public void begin(Cluster cluster, long now) {}

    @Override
    public Optional<Outcome> advance(Cluster cluster, long now) {
        if (!begun) {
            Gate is = gate.get();
            if (!is.isOpen()) {
                inner.await(cluster, is.why());
                outcome = is.isHopeless()
                        ? Optional.of(new Outcome(this, false, is.why(), Optional.empty()))
                        : Optional.empty();
                return outcome;
            }
            begun = true;
            inner.begin(cluster, now);
        }
        outcome = inner.advance(cluster, now).map(o -> new Outcome(this, o.done(), o.message(), o.culprit()));
        return outcome;
    }

    @Override
    public void await(Cluster cluster, String why) {
        inner.await(cluster, why);
    }

    @Override
    public void abandon(Cluster cluster, long now) {
        if (begun) {
            inner.abandon(cluster, now);
        }
    }
}
