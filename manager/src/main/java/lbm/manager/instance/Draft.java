package lbm.manager.instance;

import java.util.OptionalLong;
import lbm.manager.spec.AppSpec;

/** The next value of an instance, while it is being changed; key and slot stay for its life. */
final class Draft {

    private final Instance before;
    AppSpec spec;
    int generation;
    State state;
    Wanted wanted;
    boolean probation;
    OptionalLong deadline;
    long since;
    int restarts;
    int unstable;
    String reason;
    Trace trace;

    Draft(Instance before) {
        this.before = before;
        this.spec = before.spec();
        this.generation = before.generation();
        this.state = before.state();
        this.wanted = before.wanted();
        this.probation = before.probation();
        this.deadline = before.deadline();
        this.since = before.since();
        this.restarts = before.restarts();
        this.unstable = before.unstable();
        this.reason = before.reason();
        this.trace = before.trace();
    }

    Instance instance() {
        return new Instance(
                before.key(),
                spec,
                before.slot(),
                generation,
                state,
                wanted,
                probation,
                deadline,
                since,
                restarts,
                unstable,
                reason,
                trace);
    }
}
