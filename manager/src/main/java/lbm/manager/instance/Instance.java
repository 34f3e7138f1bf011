package lbm.manager.instance;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import lbm.manager.instance.Action.Admit;
import lbm.manager.instance.Action.Dismiss;
import lbm.manager.instance.Action.Drain;
import lbm.manager.instance.Action.Interrupt;
import lbm.manager.instance.Action.KillTree;
import lbm.manager.instance.Action.Spawn;
import lbm.manager.instance.Action.ThreadDump;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Entry.Mode;

/**
 * One instance and the whole table of its life: a method per event, each a switch over every state. Values only; all
 * times are nanoseconds of the daemon's one monotonic clock, handed in.
 *
 * @param spec what this life runs; a newer generation may run another one
 * @param slot number within the app, from 0
 * @param probation started beside a running predecessor: the first failure is final, the predecessor stays
 * @param deadline the one wait of the current state
 * @param since when the current process was started
 * @param restarts PM2's {@code restart_time}: starts after the first, whoever asked
 * @param unstable exits younger than {@code min_uptime} in a row
 * @param reason why it is in this state, for the operator; empty while nothing happened
 * @param trace what its process said last
 */
public record Instance(
        Key key,
        AppSpec spec,
        int slot,
        int generation,
        State state,
        Wanted wanted,
        boolean probation,
        OptionalLong deadline,
        long since,
        int restarts,
        int unstable,
        String reason,
        Trace trace) {

    /** A hung JVM gets so long to print its stacks before it is killed. */
    static final Duration DUMP_TIME = Duration.ofMillis(500);

    /** Share of {@code kill_timeout} that a worker has to drain by itself; the rest is for its exit. */
    private static final double DRAIN_SHARE = 0.8;

    /** Share of it in which a proxy brings a program's requests to an end; the rest is for the program's signal. */
    private static final double FRONT_SHARE = 0.6;

    /** An instance that has not been started yet. */
    public static Instance fresh(Key key, AppSpec spec, int slot, int generation) {
        return new Instance(
                key,
                spec,
                slot,
                generation,
                State.STOPPED,
                Wanted.DOWN,
                false,
                OptionalLong.empty(),
                0,
                0,
                0,
                "",
                Trace.NONE);
    }

    /** The life that shall take this one's place: same id and slot, counters carried on. */
    public Instance successor(long serial, AppSpec newer, int newGeneration, boolean onProbation, String why) {
        return new Instance(
                new Key(key.id(), serial),
                newer,
                slot,
                newGeneration,
                State.STOPPED,
                Wanted.DOWN,
                onProbation,
                OptionalLong.empty(),
                0,
                restarts + 1,
                0,
                why,
                Trace.NONE);
    }

    /** Whether the process speaks on the link: it says when it is ready and drains by itself. */
    public boolean linked() {
        return spec.linked();
    }

    /** Whether somebody tells that the process can serve; else it is believed after a while. */
    public boolean saysReady() {
        return linked()
                || spec.stop().waitReady()
                || spec.supervision().ready().isPresent()
                || spec.entry().mode() == Mode.PROXY
                || spec.entry().mode() == Mode.NODE;
    }

    /** Whether a manager that takes over is told again that it can serve. */
    public boolean saysReadyAgain() {
        return linked()
                || spec.supervision().ready().isPresent()
                || (spec.entry().mode() == Mode.PROXY && !spec.stop().waitReady());
    }

    /** Whether two processes of one slot can run side by side: neither opens the port by itself. */
    public boolean beside() {
        return spec.entry().mode() != Mode.OWN;
    }

    /** Whether somebody can bring its requests to an end before it is signalled. */
    private boolean drains() {
        return linked() || spec.entry().mode() == Mode.PROXY || spec.entry().mode() == Mode.NODE;
    }

    /** Whether it has done what it was started for: it ended with a code that counts as good, and stays down. */
    public boolean completed() {
        boolean ended = state == State.STOPPED
                && wanted == Wanted.DOWN
                && trace.exitCode().isPresent();
        return ended && good(trace.exitCode().getAsInt());
    }

    private boolean good(int exitCode) {
        return exitCode == 0 || spec.restart().stopExitCodes().contains(exitCode);
    }

    /** Whether it is to be up as soon as others are: nothing but they end its wait. */
    public boolean awaits() {
        return state == State.WAITING && deadline.isEmpty();
    }

    public boolean gone() {
        return wanted == Wanted.GONE && !state.hasProcess();
    }

    // ---- what the operator or the cluster asks

    /** Be up. Counts of an earlier life are forgotten. */
    public Transition start(long now) {
        Instance up = with(Wanted.UP);
        return switch (state) {
            case STOPPED, ERRORED -> up.withUnstable(0).launch(now);
            case WAITING -> up.withUnstable(0).launch(now);
            case LAUNCHING, ONLINE -> Transition.to(up);
            case DRAINING, STOPPING -> Transition.to(up);
        };
    }

    /** Be up, but not before others are: {@link #start} ends the wait. */
    public Transition await(String why) {
        return switch (state) {
            case STOPPED, ERRORED, WAITING ->
                Transition.to(with(Wanted.UP).withUnstable(0).withReason(why).rest(State.WAITING));
            case LAUNCHING, ONLINE, DRAINING, STOPPING -> Transition.to(this);
        };
    }

    /**
     * Be down and stay.
     *
     * @param migrate whether another worker can take the idle connections
     */
    public Transition stop(long now, boolean migrate, String why) {
        // Who was to be forgotten is: a stop in the middle of a reload must not keep the old life.
        return end(now, wanted == Wanted.GONE ? Wanted.GONE : Wanted.DOWN, migrate, why);
    }

    /**
     * Be down and be forgotten.
     *
     * @param migrate whether another worker can take the idle connections
     */
    public Transition retire(long now, boolean migrate, String why) {
        return end(now, Wanted.GONE, migrate, why);
    }

    /** End the process and start another one in its place. */
    public Transition restart(long now, boolean migrate, String why) {
        return switch (state) {
            case STOPPED, WAITING, ERRORED ->
                withUnstable(0).with(Wanted.UP).withReason(why).relaunch(now);
            case LAUNCHING, ONLINE -> withUnstable(0).end(now, Wanted.UP, migrate, why);
            case DRAINING, STOPPING ->
                Transition.to(withUnstable(0).with(Wanted.UP).withReason(why));
        };
    }

    private Transition end(long now, Wanted then, boolean migrate, String why) {
        Instance ending = with(then).withReason(why);
        return switch (state) {
            // How it ended by itself is what the operator will ask for; that it was told to stay down comes on top.
            case STOPPED, ERRORED -> Transition.to(ending.withReason(after(why)));
            case WAITING -> Transition.to(ending.rest(State.STOPPED));
            case LAUNCHING ->
                Transition.to(ending.in(State.STOPPING, now, spec.stop().killTimeout()), new Interrupt(key));
            case ONLINE ->
                drains()
                        ? Transition.to(
                                ending.in(State.DRAINING, now, drainLimit()),
                                new Dismiss(key),
                                new Drain(key, migrate, drainMillis()))
                        : Transition.to(
                                ending.in(State.STOPPING, now, spec.stop().killTimeout()),
                                new Dismiss(key),
                                new Interrupt(key));
            case DRAINING, STOPPING -> Transition.to(ending);
        };
    }

    private String after(String why) {
        if (reason.isEmpty()) {
            return why;
        }
        return reason.endsWith(why) ? reason : reason + ", " + why;
    }

    /** From the first step of a stop to the next one. */
    private Duration drainLimit() {
        return linked() ? spec.stop().killTimeout() : share(FRONT_SHARE);
    }

    private long drainMillis() {
        return share(linked() ? DRAIN_SHARE : FRONT_SHARE).toMillis();
    }

    private Duration share(double part) {
        return Duration.ofMillis((long) (spec.stop().killTimeout().toMillis() * part));
    }

    // ---- what the world tells

    /** The process runs. One that cannot say ready is taken as ready. */
    public Transition spawned(long now) {
        return switch (state) {
            case LAUNCHING ->
                saysReady() ? Transition.to(begun(now)) : begun(now).ready(now);
            case STOPPED, ONLINE, DRAINING, STOPPING, WAITING, ERRORED -> Transition.to(this);
        };
    }

    /** Its time runs from now on: many may have been started between the decision and this one. */
    private Instance begun(long now) {
        return in(State.LAUNCHING, now, spec.stop().listenTimeout()).withSince(now);
    }

    /** The process could not be started at all. */
    public Transition spawnFailed(long now, String why) {
        return switch (state) {
            case LAUNCHING -> exited(now, -1, why);
            // Told to end before it was known that there is no process: no exit will ever tell.
            case DRAINING, STOPPING -> ended(now);
            case STOPPED, ONLINE, WAITING, ERRORED -> Transition.to(this);
        };
    }

    /** It can serve: the worker, the program or a check says so. */
    public Transition ready(long now) {
        return switch (state) {
            case LAUNCHING -> Transition.to(rest(State.ONLINE).withProbation(false), new Admit(key));
            // An adopted worker, or one whose manager was away, says it again.
            case ONLINE -> Transition.to(this, new Admit(key));
            case STOPPED, DRAINING, STOPPING, WAITING, ERRORED -> Transition.to(this);
        };
    }

    /** It was asked whether it can serve, and cannot yet. */
    public Transition notReadyYet(String answer) {
        return switch (state) {
            case LAUNCHING -> Transition.to(withTrace(new Trace(OptionalInt.empty(), answer)));
            case STOPPED, ONLINE, DRAINING, STOPPING, WAITING, ERRORED -> Transition.to(this);
        };
    }

    /**
     * The process is gone.
     *
     * @param exitCode negative when a signal ended it or the code is not known
     * @param how for the operator: "exit code 3", "SIGKILL"
     */
    public Transition exited(long now, int exitCode, String how) {
        return switch (state) {
            case LAUNCHING, ONLINE -> withTrace(Trace.exit(exitCode)).crashed(now, exitCode, how);
            case DRAINING, STOPPING -> ended(now);
            case STOPPED, WAITING, ERRORED -> Transition.to(this);
        };
    }

    /** Nothing that clients asked of a program in drain is left. */
    public Transition drained(long now) {
        return switch (state) {
            case DRAINING -> linked() ? Transition.to(this) : signalled(now);
            case STOPPED, LAUNCHING, ONLINE, STOPPING, WAITING, ERRORED -> Transition.to(this);
        };
    }

    private Transition signalled(long now) {
        return Transition.to(in(State.STOPPING, now, share(1 - FRONT_SHARE)), new Interrupt(key));
    }

    /** It says that its start, or its end, takes longer than it was given: so much from now. */
    public Transition extended(long now, Duration more) {
        return switch (state) {
            case LAUNCHING, STOPPING ->
                Transition.to(
                        deadline.isPresent() && deadline.getAsLong() < now + more.toNanos()
                                ? withDeadline(OptionalLong.of(now + more.toNanos()))
                                : this);
            case STOPPED, ONLINE, DRAINING, WAITING, ERRORED -> Transition.to(this);
        };
    }

    /** It runs and is not well: it is ended as by the operator and comes again. */
    public Transition unhealthy(long now, String why) {
        return switch (state) {
            case ONLINE -> end(now, Wanted.UP, true, why);
            case STOPPED, LAUNCHING, DRAINING, STOPPING, WAITING, ERRORED -> Transition.to(this);
        };
    }

    /** Nothing was heard from the worker's event loop for too long. */
    public Transition hung(long now, String why) {
        return switch (state) {
            case ONLINE, DRAINING ->
                Transition.to(
                        withReason(why).in(State.STOPPING, now, DUMP_TIME), new Dismiss(key), new ThreadDump(key));
            case LAUNCHING, STOPPED, STOPPING, WAITING, ERRORED -> Transition.to(this);
        };
    }

    /** The deadline has passed. */
    public Transition timeout(long now) {
        return switch (state) {
            case LAUNCHING -> {
                String why = "not ready within " + seconds(spec.stop().listenTimeout()) + stillMissing();
                yield Transition.to(withReason(why).in(State.STOPPING, now, DUMP_TIME), new ThreadDump(key));
            }
            case DRAINING ->
                linked()
                        ? Transition.to(in(State.STOPPING, now, spec.stop().killTimeout()), new KillTree(key))
                        : signalled(now);
            // Repeated until the kernel lets it go: a process in an uninterruptible call ends when the call does.
            case STOPPING -> Transition.to(in(State.STOPPING, now, spec.stop().killTimeout()), new KillTree(key));
            case WAITING -> relaunch(now);
            case STOPPED, ONLINE, ERRORED -> Transition.to(this);
        };
    }

    private String stillMissing() {
        if (!trace.notReady().isEmpty()) {
            return ": " + trace.notReady();
        }
        boolean toListen = spec.entry().mode() == Mode.NODE && !spec.stop().waitReady();
        return toListen ? ": it does not listen; `exec_mode: fork` is for programs without a port" : "";
    }

    private Transition crashed(long now, int exitCode, String how) {
        Duration uptime = Duration.ofNanos(now - since);
        String why = how + " after " + seconds(uptime);
        if (probation) {
            return Transition.to(rest(State.ERRORED).with(Wanted.GONE).withReason(why), new Dismiss(key));
        }
        RestartPolicy.Verdict verdict = RestartPolicy.after(spec.restart(), uptime, unstable, exitCode);
        if (verdict instanceof RestartPolicy.Verdict.Again again) {
            Instance next = withUnstable(again.unstable()).withReason(why);
            return again.delay().isZero()
                    ? before(new Dismiss(key), next.relaunch(now))
                    : Transition.to(next.in(State.WAITING, now, again.delay()), new Dismiss(key));
        }
        if (verdict instanceof RestartPolicy.Verdict.GiveUp up) {
            String tired = why + "; given up after " + up.unstable() + " exits younger than min_uptime "
                    + seconds(spec.restart().minUptime());
            return Transition.to(rest(State.ERRORED).withUnstable(up.unstable()).withReason(tired), new Dismiss(key));
        }
        return Transition.to(rest(State.STOPPED).with(Wanted.DOWN).withReason(why), new Dismiss(key));
    }

    /** A process that was told to end, or was killed for being late or hung, has ended. */
    private Transition ended(long now) {
        if (probation && wanted == Wanted.UP) {
            return Transition.to(rest(State.ERRORED).with(Wanted.GONE));
        }
        return wanted == Wanted.UP ? lateOrAsked(now) : Transition.to(rest(State.STOPPED));
    }

    private Transition lateOrAsked(long now) {
        boolean neverReady = reason.startsWith("not ready within");
        if (!neverReady) {
            return relaunch(now);
        }
        // A start that was never ready counts like an exit at once, whatever listen_timeout allows.
        RestartPolicy.Verdict verdict = RestartPolicy.after(spec.restart(), Duration.ZERO, unstable, -1);
        if (verdict instanceof RestartPolicy.Verdict.Again again) {
            return Transition.to(withUnstable(again.unstable()).in(State.WAITING, now, again.delay()));
        }
        String tired = verdict instanceof RestartPolicy.Verdict.GiveUp up
                ? reason + "; given up after " + up.unstable() + " times in a row"
                : reason;
        return Transition.to(rest(State.ERRORED).withUnstable(unstable + 1).withReason(tired));
    }

    // ---- steps

    private Transition launch(long now) {
        return Transition.to(
                in(State.LAUNCHING, now, spec.stop().listenTimeout())
                        .withSince(now)
                        .withTrace(Trace.NONE),
                new Spawn(key));
    }

    private Transition relaunch(long now) {
        return withRestarts(restarts + 1).launch(now);
    }

    private static Transition before(Action first, Transition then) {
        return Transition.to(
                then.next(),
                java.util.stream.Stream.concat(java.util.stream.Stream.of(first), then.actions().stream())
                        .toArray(Action[]::new));
    }

    /** Time stood still for the manager: its own pause is not held against the instance. */
    public Instance credited(long nanos) {
        return deadline.isPresent() ? withDeadline(OptionalLong.of(deadline.getAsLong() + nanos)) : this;
    }

    /** The operator wants the counters at zero. */
    public Transition reset() {
        return Transition.to(withRestarts(0).withUnstable(0));
    }

    /** Found by a new manager as it is now. */
    public Instance adopted(State as, long now, long sinceNanos, OptionalLong until) {
        // A process of a life that was written down as stopped was started after that was written.
        boolean started = as.hasProcess() && state == State.STOPPED && wanted == Wanted.DOWN;
        Wanted is = started ? Wanted.UP : wanted;
        return change(d -> {
            d.state = as;
            d.wanted = is;
            d.probation = false;
            d.deadline = until;
            d.since = sinceNanos;
        });
    }

    private Instance in(State next, long now, Duration wait) {
        return change(d -> {
            d.state = next;
            d.deadline = OptionalLong.of(now + wait.toNanos());
        });
    }

    private Instance rest(State next) {
        return change(d -> {
            d.state = next;
            d.deadline = OptionalLong.empty();
        });
    }

    private Instance with(Wanted next) {
        return change(d -> d.wanted = next);
    }

    private Instance withReason(String why) {
        return change(d -> d.reason = why);
    }

    private Instance withDeadline(OptionalLong next) {
        return change(d -> d.deadline = next);
    }

    private Instance withProbation(boolean next) {
        return change(d -> d.probation = next);
    }

    private Instance withSince(long now) {
        return change(d -> d.since = now);
    }

    private Instance withRestarts(int count) {
        return change(d -> d.restarts = count);
    }

    private Instance withUnstable(int row) {
        return change(d -> d.unstable = row);
    }

    private Instance withTrace(Trace next) {
        return change(d -> d.trace = next);
    }

    /** Another spec of the same generation, for settings that need no new process (limits, log files). */
    public Instance withSpec(AppSpec newer) {
        return change(d -> d.spec = newer);
    }

    /** A life at rest that shall run other settings when it is started next. */
    public Instance renewed(AppSpec newer, int newGeneration) {
        return change(d -> {
            d.spec = newer;
            d.generation = newGeneration;
        });
    }

    private Instance change(Consumer<Draft> step) {
        Draft draft = new Draft(this);
        step.accept(draft);
        return draft.instance();
    }

    static String seconds(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        return millis % 1000 == 0 ? millis / 1000 + " s" : Math.round(millis / 100.0) / 10.0 + " s";
    }

    /** The reason, when there is one worth telling. */
    public Optional<String> why() {
        return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    }
}
