package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.IoEventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import lbm.manager.cluster.Cluster;
import lbm.manager.cluster.Operation;
import lbm.manager.history.End;
import lbm.manager.instance.Action;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.Transition;
import lbm.manager.metrics.TrafficMeter;
import lbm.manager.metrics.Usage;
import lbm.manager.process.Exit;
import lbm.manager.spec.AppSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one owner of the state. Everything that happens comes in as a call on the loop, goes through a decision, and what
 * was decided is done before the next call: {@link #pump}.
 */
final class Manager implements Effects.Facts {

    private static final Logger LOG = LoggerFactory.getLogger(Manager.class);

    /** A tick that comes so much late means that we were stopped, not that everybody else is late. */
    private static final long PAUSE_NANOS = 1_000_000_000L;

    /** Of many ends in a row, those within so long are taken together. */
    private static final long PACE_NANOS = 10_000_000L;

    /** While much is being done, those who wait and those who read are told so often. */
    private static final long SETTLE_NANOS = 100_000_000L;

    final Home home;
    final IoEventLoop loop;
    final Identity identity;
    final Ports ports;
    final Map<String, Cluster> clusters = new LinkedHashMap<>();
    final Map<Key, Run> runs = new HashMap<>();
    final Tickets tickets = new Tickets(this);
    final Openings openings = new Openings(this);
    /** What the operator should know of an app, until an operation on it has succeeded. */
    final Map<String, String> notes = new LinkedHashMap<>();

    private final Map<Integer, TrafficMeter> traffic = new HashMap<>();
    private final MemoryWatch memory = new MemoryWatch(this);
    private final Workers workers;
    private final Effects effects;
    private final Fronts fronts;
    private final Limited limits;
    private final Health health;
    private final Ordered ordered;
    private final List<Attendant> attendants;
    private final IntFunction<List<String>> workerCommand;
    private final Outputs outputs;
    private final Keeper keeper;
    private final EventStream events;
    private final Endings endings;
    private Set<Integer> idsKnown = Set.of();
    private volatile Set<Long> pids = Set.of();
    private volatile Set<Long> limited = Set.of();
    private long serial;
    private long lastTick = System.nanoTime();
    private long lastSettled = System.nanoTime();
    private long lastPump = System.nanoTime() - PACE_NANOS;
    private final Backlog backlog = new Backlog();
    /** Processes that were started and whose clusters do not know yet. */
    private final List<Key> born = new ArrayList<>();
    /** Processes that have ended and whose remains are still to be looked for. */
    private final Map<Run, Exit> ended = new LinkedHashMap<>();

    private boolean pumping;
    private boolean soon;
    private boolean unwritten;

    /**
     * A manager of nothing yet.
     *
     * @param workerCommand command line of a worker JVM for a heap of so many megabytes, asked before each start
     */
    Manager(
            Home home,
            IoEventLoop loop,
            Identity identity,
            IntFunction<List<String>> workerCommand,
            Outputs outputs,
            Keeper keeper,
            EventStream events) {
        this.workerCommand = workerCommand;
        this.home = home;
        this.loop = loop;
        this.identity = identity;
        this.outputs = outputs;
        this.keeper = keeper;
        this.events = events;
        this.endings = new Endings(new HistoryFiles(home.history()));
        this.workers = new Workers(this);
        this.ports = new Ports(home, loop, workers, workers::laneConnected);
        this.effects = new Effects(this, outputs);
        this.fronts = new Fronts(this);
        this.limits = new Limited(this);
        this.health = new Health(this);
        this.ordered = new Ordered(this);
        this.attendants = List.of(
                fronts,
                new SharedListeners(this),
                new Channels(this),
                new Notices(this),
                // Outside of everything that starts the program itself.
                limits,
                new PidFiles(home),
                new Triggers(this),
                health,
                ordered);
    }

    Health health() {
        return health;
    }

    Ordered ordered() {
        return ordered;
    }

    Limited limits() {
        return limits;
    }

    Fronts fronts() {
        return fronts;
    }

    /** Whether programs can be given descriptors beside their output. */
    boolean handsDescriptorsOn() {
        return effects.handsDescriptorsOn();
    }

    List<Attendant> attendants() {
        return attendants;
    }

    Workers workers() {
        return workers;
    }

    /**
     * Takes over what the state of a former manager tells of.
     *
     * @return how many processes were found alive
     */
    int adopt(JsonNode state) {
        return new Adoption(this, effects).takeOver(state);
    }

    Outputs outputs() {
        return outputs;
    }

    IntFunction<List<String>> workerCommand() {
        return workerCommand;
    }

    EventStream events() {
        return events;
    }

    Endings endings() {
        return endings;
    }

    long now() {
        return System.nanoTime();
    }

    // ---- numbers

    /** The lowest id above all in use, 0 when none is: PM2 counts the same way. */
    int nextId() {
        return clusters.values().stream().mapToInt(Cluster::highestId).max().orElse(-1) + 1;
    }

    long nextSerial() {
        return ++serial;
    }

    long serial() {
        return serial;
    }

    void serial(long atLeast) {
        serial = Math.max(serial, atLeast);
    }

    // ---- what is there

    List<Instance> allMembers() {
        return clusters.values().stream().flatMap(c -> c.members().stream()).toList();
    }

    /** An app that is known to be there. */
    Cluster cluster(String app) {
        return Objects.requireNonNull(clusters.get(app), app);
    }

    Cluster newCluster(AppSpec spec, int generation) {
        Cluster cluster = new Cluster(spec, generation, this::nextId, this::nextSerial);
        clusters.put(spec.name(), cluster);
        return cluster;
    }

    @Override
    public Optional<Instance> member(Key key) {
        return clusterOf(key).flatMap(c -> c.member(key));
    }

    /** Whether other instances of the same app are online. */
    boolean othersServe(Instance but) {
        return clusterOf(but.key()).filter(c -> c.othersOnline(but.key())).isPresent();
    }

    private Optional<Cluster> clusterOf(Key key) {
        Run run = runs.get(key);
        Cluster likely = run == null ? null : clusters.get(run.spec.name());
        if (likely != null && likely.member(key).isPresent()) {
            return Optional.of(likely);
        }
        return clusters.values().stream().filter(c -> c.member(key).isPresent()).findFirst();
    }

    Optional<Run> runOf(long pid) {
        return runs.values().stream().filter(r -> r.process.pid() == pid).findFirst();
    }

    /** What an instance has answered; the same one for all its lives. */
    TrafficMeter traffic(Key key) {
        return traffic.computeIfAbsent(key.id(), id -> new TrafficMeter(now()));
    }

    // ---- what happens

    /** An operation for a client that waits, or for nobody. */
    void ask(String app, Operation operation, Optional<Ticket> ticket) {
        Cluster cluster = clusters.get(app);
        if (cluster != null) {
            ticket.ifPresent(t -> {
                t.waitFor(app, operation);
                tickets.add(t);
            });
            cluster.busyWith()
                    .filter(verb -> !operation.supersedes())
                    .ifPresent(verb -> ticket.ifPresent(t -> t.note(app + ": waits for a running " + verb)));
            cluster.ask(operation, now());
            pumpSoon();
        }
    }

    void on(Key key, Function<Instance, Transition> event) {
        clusterOf(key).ifPresent(cluster -> cluster.on(key, now(), event));
        pump();
    }

    @Override
    public void spawned(Run run) {
        runs.put(run.key, run);
        born.add(run.key);
    }

    /** Clusters hear once of all that were started in one go. */
    private void tellBorn() {
        if (born.isEmpty()) {
            return;
        }
        Map<Cluster, List<Key>> byCluster = new LinkedHashMap<>();
        for (Key key : born) {
            clusterOf(key)
                    .ifPresent(c -> byCluster
                            .computeIfAbsent(c, any -> new ArrayList<>())
                            .add(key));
        }
        born.clear();
        long now = now();
        byCluster.forEach((cluster, keys) -> cluster.on(keys, now, m -> m.spawned(now)));
    }

    @Override
    public void spawnFailed(Key key, String why) {
        member(key).ifPresent(m -> endings.notStarted(m, why));
        on(key, m -> m.spawnFailed(now(), why));
    }

    /** A process has ended; its last output is waited for, but not for ever. */
    @Override
    public void exited(Key key, Exit exit) {
        Run run = runs.get(key);
        if (run == null) {
            return;
        }
        if (ended.isEmpty()) {
            // With those that end at the same moment: looking for what each has left costs a look at all processes.
            loop.execute(this::bury);
        }
        ended.put(run, exit);
    }

    private void bury() {
        Map<Run, Exit> all = new LinkedHashMap<>(ended);
        ended.clear();
        effects.buried(all.keySet());
        all.forEach((run, exit) -> {
            Runnable once = once(() -> finished(run, exit));
            outputs.detach(run.key, run.process, once);
            loop.schedule(once, 1, TimeUnit.SECONDS);
        });
    }

    private static Runnable once(Runnable action) {
        boolean[] done = new boolean[1];
        return () -> {
            if (!done[0]) {
                done[0] = true;
                action.run();
            }
        };
    }

    private void finished(Run run, Exit exit) {
        runs.remove(run.key);
        int code = exit instanceof Exit.Code c ? c.code() : -1;
        String how = attendants.stream()
                .flatMap(attendant -> attendant.explains(run, exit).stream())
                .findFirst()
                .orElseGet(exit::describe);
        LOG.info("{}:{} pid {}: {}", run.spec.name(), run.key, run.process.pid(), how);
        attendants.forEach(attendant -> attendant.ended(run));
        Optional<Instance> before = member(run.key);
        List<String> lines = outputs.lastLines(run.key.id(), End.LINES);
        clusterOf(run.key).ifPresent(cluster -> cluster.on(run.key, now(), m -> m.exited(now(), code, how)));
        before.ifPresent(m -> endings.ended(run, m, member(run.key), exit, how, lines));
        pumpSoon();
    }

    void tick() {
        long now = now();
        long pause = now - lastTick - PAUSE_NANOS;
        if (pause > 0) {
            LOG.warn("the manager stood still for {} ms; everybody is given that time", pause / 1_000_000);
            clusters.values().forEach(c -> c.credit(pause));
            runs.values().forEach(r -> r.heard += pause);
            health.credit(pause);
        }
        // Who waits for us to act is not late.
        Set<Key> waiting = backlog.keys();
        clusters.values().forEach(c -> c.credit(waiting, now - lastTick));
        lastTick = now;
        workers.checkHeartbeats(now);
        boolean moved = false;
        for (Cluster cluster : clusters.values()) {
            moved |= cluster.tick(now);
        }
        attendants.forEach(attendant -> attendant.tick(now));
        openings.tick(now);
        if (moved || !backlog.isEmpty() || !tickets.isEmpty()) {
            pump();
        } else {
            attendants.forEach(Attendant::settled);
        }
        keeper.tick(this);
    }

    void sampled(Map<Long, Usage> byPid) {
        for (Run run : List.copyOf(runs.values())) {
            Usage usage = byPid.get(run.process.pid());
            if (usage != null) {
                if (!usage.equals(run.usage)) {
                    keeper.changed();
                }
                run.usage = usage;
                memory.check(run);
            }
        }
    }

    // ---- what follows

    /**
     * Does what was decided, tells those who wait, and writes down what is so now. Where there is much to do the rest
     * follows in a moment: clients of a site must not wait until a thousand programs are started.
     */
    void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            long begin = now();
            do {
                List<Action> actions = takeActions();
                if (actions.stream().anyMatch(Manager::outlivesUs)) {
                    // Before it is done: whoever finds the process later must know whose it is, or that it is leaving.
                    keeper.write(this);
                }
                backlog.add(actions);
                unwritten |= !backlog.isEmpty();
                backlog.work(effects, begin);
                tellBorn();
            } while (backlog.isEmpty() && clusters.values().stream().anyMatch(Cluster::hasActions));
            if (backlog.isEmpty() || now() - lastSettled > SETTLE_NANOS) {
                settle();
            }
        } finally {
            pumping = false;
            lastPump = now();
        }
        if (!backlog.isEmpty()) {
            // After what the sockets have brought; a task that is executed at once would come before it.
            loop.schedule(this::pump, 1, TimeUnit.MILLISECONDS);
        }
        tickets.finishSoon();
    }

    private void settle() {
        lastSettled = now();
        keeper.changed();
        boolean outcomes = tickets.settle();
        forgetEmpty();
        attendants.forEach(Attendant::settled);
        ports.keepOnly(openings.inUse());
        pids = pidsOf(run -> true);
        limited = pidsOf(run -> limits.watched(run).isPresent());
        unwritten |= events.changes(allMembers());
        if (unwritten || outcomes) {
            unwritten = false;
            keeper.write(this);
        }
    }

    /**
     * {@link #pump} after everything else that happens at this moment, and not at once after the last: what is decided
     * together is written once.
     */
    void pumpSoon() {
        if (!soon) {
            soon = true;
            long wait = Math.max(0, PACE_NANOS - (now() - lastPump));
            loop.schedule(
                    () -> {
                        soon = false;
                        pump();
                    },
                    wait,
                    TimeUnit.NANOSECONDS);
        }
    }

    /** Whether all that was decided is done. */
    boolean idle() {
        return !soon && backlog.isEmpty() && clusters.values().stream().noneMatch(Cluster::hasActions);
    }

    private static boolean outlivesUs(Action action) {
        return action instanceof Action.Spawn || action instanceof Action.Drain || action instanceof Action.Interrupt;
    }

    private List<Action> takeActions() {
        List<Action> all = new ArrayList<>();
        clusters.values().forEach(c -> all.addAll(c.takeActions()));
        return all;
    }

    /** What an instance is doing, as precisely as it is known. */
    String phase(Instance m) {
        Run run = runs.get(m.key());
        String told = run == null ? "" : run.progress.phase();
        return switch (m.state()) {
            case LAUNCHING -> told.equals("warming") ? told : "starting";
            case DRAINING ->
                run == null || !told.equals("draining")
                        ? "draining"
                        : "draining, " + run.progress.left() + " connections";
            case WAITING ->
                m.awaits() ? m.reason().split(", which ", 2)[0] : m.state().status();
            case STOPPED, ONLINE, STOPPING, ERRORED -> m.state().status();
        };
    }

    private void forgetEmpty() {
        Set<Integer> before = idsKnown;
        clusters.entrySet().removeIf(entry -> entry.getValue().empty() && endings.forget(entry.getKey()));
        idsKnown = new HashSet<>(allMembers().stream().map(m -> m.key().id()).toList());
        before.stream().filter(id -> !idsKnown.contains(id)).forEach(outputs::forget);
        traffic.keySet().retainAll(idsKnown);
    }

    /** Pids of everything that runs; for the sampling thread, so as of the last {@link #pump}. */
    Set<Long> processes() {
        return pids;
    }

    /** Those of them that have a limit to their memory. */
    Set<Long> limited() {
        return limited;
    }

    private Set<Long> pidsOf(Predicate<Run> which) {
        return runs.values().stream().filter(which).map(r -> r.process.pid()).collect(Collectors.toUnmodifiableSet());
    }

    Collection<Run> living() {
        return runs.values();
    }

    void resetCounters(Key key) {
        clusterOf(key).ifPresent(c -> c.on(key, now(), Instance::reset));
        pump();
    }

    void publishStatus() {
        keeper.status(this);
    }

    /** Once a second. */
    void beat() {
        keeper.beat(this);
    }

    /** Something that readers see of a process has changed. */
    void shown() {
        keeper.changed();
    }

    /** What the operator should know, beside the instances. */
    List<String> allNotes() {
        List<String> all = new ArrayList<>(notes.values());
        all.addAll(outputs.notes());
        attendants.forEach(attendant -> all.addAll(attendant.notes()));
        return all;
    }
}
