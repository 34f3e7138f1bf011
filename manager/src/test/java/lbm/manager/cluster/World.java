package lbm.manager.cluster;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import lbm.manager.instance.Action;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;
import lbm.manager.instance.Transition;
import lbm.manager.instance.Wanted;
import lbm.manager.spec.AppSpec;

/** Does at once, in memory, what the daemon would do for a cluster, and keeps the time. */
final class World {

    /** What becomes of a process that is started. */
    enum Fate {
        READY,
        CRASHES,
        NEVER_READY,
        CANNOT_START
    }

    private static final Duration TICK = Duration.ofMillis(100);

    final Cluster cluster;
    final List<Action> done = new ArrayList<>();
    final List<Outcome> outcomes = new ArrayList<>();
    /** Processes there are. */
    final Set<Key> processes = new HashSet<>();
    /** Lives that do not end when they are told to: they wait to be {@linkplain #end ended}, or to be killed. */
    final Set<Key> stubborn = new HashSet<>();

    long now = 1_000_000_000_000L;
    boolean everybodyStubborn;
    /** The fewest that were online and the most processes that were there at any moment since it was reset. */
    int fewestOnline = Integer.MAX_VALUE;

    int mostProcesses;
    private Function<Instance, Fate> fates = m -> Fate.READY;
    private int nextId;
    private long nextSerial;

    World(AppSpec spec) {
        cluster = new Cluster(spec, 1, () -> nextId++, () -> nextSerial++);
    }

    /** A world in which the app is up. */
    static World started(AppSpec spec) {
        World world = new World(spec);
        world.ask(StartOperation.all());
        world.pass(Duration.ofSeconds(1));
        world.outcomes.clear();
        world.done.clear();
        world.resetExtremes();
        return world;
    }

    void fate(Function<Instance, Fate> newer) {
        fates = newer;
    }

    /** The life of a release, told by the variable of {@code Specs}, has another fate than all others. */
    void fateOf(String release, Fate fate) {
        fates = m -> release.equals(m.spec().env().get("RELEASE")) ? fate : Fate.READY;
    }

    void resetExtremes() {
        fewestOnline = Integer.MAX_VALUE;
        mostProcesses = 0;
    }

    void ask(Operation operation) {
        cluster.ask(operation, now);
        run();
    }

    /** Lets time pass, with the daemon's ticks. */
    void pass(Duration duration) {
        long until = now + duration.toNanos();
        while (now < until) {
            now += TICK.toNanos();
            cluster.tick(now);
            run();
        }
    }

    void crash(Instance m) {
        exit(m.key(), 1, "exit code 1");
    }

    void end(Key key) {
        exit(key, 0, "exit code 0");
    }

    void hang(Instance m) {
        on(m.key(), i -> i.hung(now, "hung"));
    }

    void ready(Instance m) {
        on(m.key(), i -> i.ready(now));
    }

    void on(Key key, Function<Instance, Transition> event) {
        cluster.on(key, now, event);
        run();
    }

    private void exit(Key key, int code, String how) {
        if (processes.remove(key)) {
            cluster.on(key, now, i -> i.exited(now, code, how));
            run();
        }
    }

    /** Does what was decided, in order, until nothing is left to do. */
    private void run() {
        Deque<Action> actions = new ArrayDeque<>(cluster.takeActions());
        measure();
        while (!actions.isEmpty()) {
            Action action = actions.remove();
            done.add(action);
            act(action);
            actions.addAll(cluster.takeActions());
            measure();
        }
        outcomes.addAll(cluster.takeOutcomes());
    }

    private void measure() {
        long online = members().stream().filter(m -> m.state() == State.ONLINE).count();
        fewestOnline = Math.min(fewestOnline, (int) online);
        mostProcesses = Math.max(mostProcesses, processes.size());
    }

    private void act(Action action) {
        Key key = action.key();
        if (action instanceof Action.Spawn) {
            cluster.member(key).ifPresent(this::spawn);
        } else if (action instanceof Action.Drain || action instanceof Action.Interrupt) {
            if (!everybodyStubborn && !stubborn.contains(key) && processes.remove(key)) {
                cluster.on(key, now, i -> i.exited(now, 0, "exit code 0"));
            }
        } else if (action instanceof Action.KillTree && processes.remove(key)) {
            cluster.on(key, now, i -> i.exited(now, -1, "SIGKILL"));
        }
    }

    private void spawn(Instance m) {
        Fate fate = fates.apply(m);
        if (fate == Fate.CANNOT_START) {
            cluster.on(m.key(), now, i -> i.spawnFailed(now, "no such file"));
            return;
        }
        processes.add(m.key());
        cluster.on(m.key(), now, i -> i.spawned(now));
        if (fate == Fate.READY) {
            cluster.on(m.key(), now, i -> i.ready(now));
        } else if (fate == Fate.CRASHES && processes.remove(m.key())) {
            cluster.on(m.key(), now, i -> i.exited(now, 1, "exit code 1"));
        }
    }

    // ---- what is there

    List<Instance> members() {
        return cluster.members();
    }

    Instance member(int index) {
        return cluster.members().get(index);
    }

    /** {@code slot:generation:state}, with the wish where it is not UP. */
    List<String> shape() {
        return members().stream()
                .map(m -> m.slot() + ":" + m.generation() + ":" + m.state()
                        + (m.wanted() == Wanted.UP ? "" : ":" + m.wanted()))
                .toList();
    }

    /** The outcomes so far, in words: {@code reload done: reloaded}. */
    List<String> told() {
        return outcomes.stream()
                .map(o -> o.operation().verb() + (o.done() ? " done: " : " failed: ") + o.message())
                .toList();
    }

    /** What was done for a life, in order, by the names of the actions. */
    List<String> doneFor(Key key) {
        return done.stream()
                .filter(a -> a.key().equals(key))
                .map(a -> a.getClass().getSimpleName())
                .toList();
    }
}
