package lbm.manager.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import lbm.manager.balance.io.Dispatcher;
import lbm.manager.instance.Action;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;
import lbm.manager.process.Command;
import lbm.manager.process.Exit;
import lbm.manager.process.Pipes;
import lbm.manager.process.Signal;
import lbm.manager.process.io.ParallelSpawner;
import lbm.manager.process.io.ProcessWatch;
import lbm.manager.process.io.Processes;
import lbm.manager.process.io.Spawned;
import lbm.manager.process.io.Spawners;
import lbm.manager.spec.AppSpec;
import lbm.worker.link.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what was decided. Every effect returns at once; what comes of it is an event. */
final class Effects {

    private static final Logger LOG = LoggerFactory.getLogger(Effects.class);

    /** What comes back from the world. */
    interface Facts {
        Optional<Instance> member(Key key);

        void spawned(Run run);

        void spawnFailed(Key key, String why);

        void exited(Key key, Exit exit);
    }

    private final Manager manager;
    private final Outputs outputs;
    private final ParallelSpawner spawner = new ParallelSpawner(Spawners.probe());
    /** Signals that are still to be sent, in the order in which they were first asked for. */
    private final Map<Signal, List<Run>> trees = new LinkedHashMap<>();

    Effects(Manager manager, Outputs outputs) {
        this.manager = manager;
        this.outputs = outputs;
    }

    boolean handsDescriptorsOn() {
        return spawner.handsOn();
    }

    void run(Action action) {
        if (action instanceof Action.Spawn a) {
            spawn(List.of(a));
        } else if (action instanceof Action.Admit a) {
            ports(a.key()).forEach(port -> port.admit(a.key(), acceptsItself(a.key())));
            find(a.key()).ifPresent(run -> attendants(it -> it.admit(run)));
        } else if (action instanceof Action.Dismiss a) {
            ports(a.key()).forEach(port -> port.dismiss(a.key()));
            find(a.key()).ifPresent(run -> attendants(it -> it.dismiss(run)));
        } else if (action instanceof Action.Drain a) {
            drain(a);
        } else if (action instanceof Action.Interrupt a) {
            find(a.key()).ifPresent(this::interrupt);
        } else if (action instanceof Action.ThreadDump a) {
            find(a.key()).filter(Effects::isJvm).ifPresent(this::dumpThreads);
        } else if (action instanceof Action.KillTree a) {
            find(a.key()).ifPresent(r -> killTreeSoon(r, Signal.KILL));
        }
    }

    private void attendants(Consumer<Attendant> told) {
        manager.attendants().forEach(told);
    }

    private Optional<Run> find(Key key) {
        return Optional.ofNullable(manager.runs.get(key));
    }

    private List<Dispatcher> ports(Key key) {
        return manager.member(key).map(m -> manager.ports.of(m.spec())).orElse(List.of());
    }

    // ---- starting

    /** How many starts are worth being taken together. */
    int spawnsAtOnce() {
        return spawner.width();
    }

    /** Starts these at the same time. */
    void spawn(List<Action.Spawn> actions) {
        List<Instance> lives = new ArrayList<>();
        List<Command> commands = new ArrayList<>();
        for (Action.Spawn action : actions) {
            manager.member(action.key())
                    .ifPresent(m -> attempt(m, () -> {
                        if (m.state() == State.LAUNCHING) {
                            manager.openings.open(m.spec());
                            commands.add(command(m));
                            lives.add(m);
                        } else {
                            // It may have been told to end since that was decided.
                            manager.loop.execute(
                                    () -> manager.spawnFailed(m.key(), "told to end before it was started"));
                        }
                    }));
        }
        List<ParallelSpawner.Start> starts = spawner.spawn(commands);
        for (int i = 0; i < lives.size(); i++) {
            Instance m = lives.get(i);
            ParallelSpawner.Start start = starts.get(i);
            attempt(m, () -> started(m, start.get()));
        }
    }

    private void started(Instance m, Spawned spawned) {
        Pipes pipes = spawned.pipes();
        Run run = new Run(m.key(), m.spec(), spawned.id(), pipes, System.currentTimeMillis(), false, manager.now());
        outputs.attach(m.key(), m.spec(), spawned, pipes);
        watch(run);
        attendants(it -> it.started(run));
        LOG.info(
                "{}:{} started, pid {}", m.spec().name(), m.slot(), spawned.id().pid());
        manager.spawned(run);
    }

    /** A step of a start. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Instance m, Step step) {
        try {
            step.run();
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            // Also when our own jars are being replaced: the restart policy tries again.
            LOG.warn("{}:{} could not be started: {}", m.spec().name(), m.slot(), e.getMessage());
            attendants(it -> it.notStarted(m.key()));
            manager.loop.execute(() -> manager.spawnFailed(m.key(), String.valueOf(e.getMessage())));
        } catch (RuntimeException | LinkageError e) {
            // Whatever it was (an installation that was removed under us, say): the instance must not wait for ever.
            LOG.error("{}:{} could not be started", m.spec().name(), m.slot(), e);
            attendants(it -> it.notStarted(m.key()));
            manager.loop.execute(() -> manager.spawnFailed(m.key(), "could not be started: " + cause(e)));
        }
    }

    private Command command(Instance m) throws IOException {
        Launching launching =
                Commands.of(m, manager.othersServe(m), manager.home, manager.identity, manager.workerCommand());
        for (Attendant attendant : manager.attendants()) {
            attendant.prepare(m, launching);
        }
        return launching.command();
    }

    private static String cause(Throwable e) {
        return e.getCause() == null ? e.toString() : e.getMessage() + ": " + e.getCause();
    }

    /** Hears the end of a process, whoever started it. */
    void watch(Run run) {
        run.watch = ProcessWatch.start(manager.loop, run.process, exit -> manager.exited(run.key, exit));
    }

    /** These processes are gone: nothing of them may stay. */
    void buried(Collection<Run> gone) {
        // Children of a program that died hold its port or its files: they would fail its next start.
        killTrees(gone.stream().filter(Effects::ownsTree).toList(), Signal.KILL);
        gone.forEach(this::clearAway);
    }

    private static boolean ownsTree(Run run) {
        return !isJvm(run) && run.spec.stop().treekill();
    }

    private void clearAway(Run run) {
        if (run.watch != null) {
            run.watch.close();
        }
    }

    // ---- ending

    private void drain(Action.Drain a) {
        Optional<Run> run = find(a.key());
        if (run.isEmpty()) {
            return;
        }
        if (run.get().link != null) {
            run.get().link.send(new Message.Drain(a.migrate(), a.millis()));
        } else if (run.get().spec.linked()) {
            interrupt(run.get());
        } else if (manager.attendants().stream().noneMatch(it -> it.drains(run.get(), a.millis()))) {
            manager.loop.execute(() -> manager.on(a.key(), m -> m.drained(manager.now())));
        }
    }

    private void interrupt(Run run) {
        if (manager.attendants().stream().anyMatch(it -> it.interrupts(run))) {
            return;
        }
        Signal signal = isJvm(run)
                ? Signal.TERM
                : Signal.parse(run.spec.stop().killSignal()).orElse(Signal.INT);
        if (ownsTree(run)) {
            killTreeSoon(run, signal);
        } else {
            signal(run, signal);
        }
    }

    /** A JVM answers SIGQUIT with its stacks on stdout; one that is frozen whole does not, and is killed all the same. */
    private void dumpThreads(Run run) {
        LOG.warn(
                "{}:{} thread dump asked of pid {}, it goes to the out log",
                run.spec.name(),
                run.key,
                run.process.pid());
        signal(run, Signal.QUIT);
    }

    private static boolean isJvm(Run run) {
        return run.spec.linked();
    }

    private boolean acceptsItself(Key key) {
        return find(key)
                .map(run -> run.spec.balance() == AppSpec.BalanceStrategy.KERNEL)
                .orElse(false);
    }

    private void signal(Run run, Signal signal) {
        try {
            Processes.signal(run.process, signal);
        } catch (IOException e) {
            LOG.warn("{} to {}: {}", signal.name(), run.process.pid(), e.getMessage());
        }
    }

    private void killTreeSoon(Run run, Signal signal) {
        trees.computeIfAbsent(signal, s -> new ArrayList<>()).add(run);
    }

    /** Sends the signals that the actions done so far ask for: to many trees for the price of one. */
    void signalTrees() {
        trees.forEach((signal, runs) -> killTrees(runs, signal));
        trees.clear();
    }

    private void killTrees(Collection<Run> runs, Signal signal) {
        if (runs.isEmpty()) {
            return;
        }
        try {
            Processes.killTrees(
                    runs.stream()
                            .map(run -> new Processes.Tree(
                                    run.process, Optional.of(Commands.mark(manager.identity, run.key))))
                            .toList(),
                    signal);
        } catch (IOException e) {
            LOG.warn(
                    "{} to the tree of {}: {}",
                    signal.name(),
                    runs.stream().map(run -> run.spec.name() + ":" + run.key).collect(Collectors.joining(", ")),
                    e.getMessage());
        }
    }
}
