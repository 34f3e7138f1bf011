package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import lbm.manager.cluster.Cluster;
import lbm.manager.cluster.StartOperation;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;
import lbm.manager.instance.Wanted;
import lbm.manager.process.Command;
import lbm.manager.process.Pipes;
import lbm.manager.process.ProcessId;
import lbm.manager.process.io.Processes;
import lbm.manager.spec.AppSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A new manager takes over what a former one had started. It trusts pid, start time and boot id, or the mark in a
 * process's environment; never a pid alone.
 */
final class Adoption {

    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

    /** A worker that is alive has come back to its new manager by then. */
    static final long RETURN_NANOS = 5_000_000_000L;

    private final Manager manager;
    private final Effects effects;
    private final Map<Key, ProcessId> marked;
    private final List<Runnable> later = new ArrayList<>();
    private int adopted;

    Adoption(Manager manager, Effects effects) {
        this.manager = manager;
        this.effects = effects;
        this.marked = findMarked(manager.identity);
    }

    /**
     * Rebuilds every app of the state file. Call on the loop before anything else happens there.
     *
     * @return how many living processes were taken over
     */
    int takeOver(JsonNode state) {
        manager.serial(state.path("serial").asLong());
        manager.health().endLeftovers();
        for (JsonNode app : state.path("apps")) {
            try {
                app(app);
            } catch (RuntimeException e) {
                // One app that a newer or older version cannot read must not cost the others.
                LOG.error("an app of the state file cannot be read", e);
                StateFile.setAside(manager.home.state());
                manager.notes.put("state file", "an app of the state file could not be read: " + e.getMessage());
            }
        }
        // Only now: a new instance gets an id that no app has.
        later.forEach(Runnable::run);
        manager.pump();
        return adopted;
    }

    /** An instance as it was written down. */
    private record Written(JsonNode node, Instance was) {}

    private void app(JsonNode app) {
        AppSpec spec = StateJson.spec(app.path("spec"));
        // All is read before anything is done with it.
        List<Written> instances = new ArrayList<>();
        for (JsonNode node : app.path("instances")) {
            AppSpec own = node.has("spec") ? StateJson.spec(node.path("spec")) : spec;
            instances.add(new Written(node, StateJson.instance(node, own)));
        }
        Cluster cluster = manager.newCluster(spec, app.path("generation").asInt());
        long now = manager.now();
        for (Written written : instances) {
            JsonNode node = written.node();
            Instance was = written.was();
            Optional<ProcessId> process = livingProcess(node, was);
            if (process.isPresent()) {
                long since = now - uptimeNanos(node);
                Instance is = asFound(was, node, now, since);
                cluster.adopt(is);
                run(is, process.get(), node, now);
            } else {
                cluster.adopt(gone(was, now));
                long started = node.path("started").asLong(System.currentTimeMillis());
                StateJson.process(node).ifPresent(it -> manager.endings().unseen(was, it, started));
                manager.outputs().know(was);
            }
        }
        settle(cluster, spec, now);
        later.add(() -> goOn(cluster, app.path("busy").asText(), now));
    }

    /**
     * The process of an instance. Only one that was about to be started is looked for by its mark: its children bear the
     * mark too, and one of them may lead a session of its own and outlive it.
     */
    private Optional<ProcessId> livingProcess(JsonNode node, Instance was) {
        Optional<ProcessId> written = StateJson.process(node);
        Optional<ProcessId> found = written.isEmpty() && was.state() == State.LAUNCHING
                ? Optional.ofNullable(marked.get(was.key()))
                : written;
        return found.filter(Adoption::there);
    }

    /** A zombie counts: its end is still to be told, and after an update we are the ones to be told. */
    private static boolean there(ProcessId id) {
        return id.bootId().equals(Processes.bootId())
                && Processes.identify(id.pid()).filter(id::equals).isPresent();
    }

    private static long uptimeNanos(JsonNode node) {
        long started = node.path("started").asLong(System.currentTimeMillis());
        return Math.max(0, System.currentTimeMillis() - started) * 1_000_000;
    }

    private static Instance asFound(Instance was, JsonNode node, long now, long since) {
        State state = was.state().hasProcess() ? was.state() : State.LAUNCHING;
        return switch (state) {
            case LAUNCHING ->
                was.adopted(
                        was.saysReadyAgain() ? State.LAUNCHING : State.ONLINE,
                        now,
                        since,
                        was.saysReadyAgain()
                                ? OptionalLong.of(
                                        now + was.spec().stop().listenTimeout().toNanos())
                                : OptionalLong.empty());
            case ONLINE -> was.adopted(State.ONLINE, now, since, OptionalLong.empty());
            case DRAINING, STOPPING -> {
                // It was told under another manager: what it has had of its time is not given twice.
                Duration left = StateJson.left(
                        node, Processes.uptimeMillis(), was.spec().stop().killTimeout());
                yield was.adopted(state, now, since, OptionalLong.of(now + left.toNanos()));
            }
            case STOPPED, WAITING, ERRORED -> throw new IllegalStateException(state + " has no process");
        };
    }

    private void run(Instance m, ProcessId process, JsonNode written, long now) {
        long started = written.path("started").asLong(System.currentTimeMillis());
        Pipes pipes = StateJson.pipes(written);
        Run run = new Run(m.key(), m.spec(), process, pipes, started, true, now);
        manager.runs.put(m.key(), run);
        manager.outputs().adopt(m.key(), m.spec(), process, pipes);
        effects.watch(run);
        manager.attendants().forEach(attendant -> attendant.adopted(run, m, written));
        adopted++;
        LOG.info("{}:{} adopted, pid {}, {}", m.spec().name(), m.slot(), process.pid(), m.state());
    }

    /** Ended while nobody looked: as if it ends now, so that the policy decides. */
    private static Instance gone(Instance was, long now) {
        return was.adopted(
                was.wanted() == Wanted.UP && was.state() != State.ERRORED
                        ? State.STOPPED
                        : was.state() == State.ERRORED ? State.ERRORED : State.STOPPED,
                now,
                now,
                OptionalLong.empty());
    }

    private void settle(Cluster cluster, AppSpec spec, long now) {
        interruptedReload(cluster, now);
        try {
            manager.ports.prepare(spec);
            if (cluster.wantsListener()) {
                manager.openings.open(spec);
            }
        } catch (IOException e) {
            LOG.error("{}", e.getMessage());
            manager.notes.put(spec.name(), String.valueOf(e.getMessage()));
        }
    }

    /** Starts what ended while nobody looked; those that the operator had stopped stay so. */
    private void goOn(Cluster cluster, String busy, long now) {
        if (busy.equals("reload") || busy.equals("replace")) {
            // A slot whose old life was to end first may have nobody who is wanted up.
            cluster.ask(manager.ordered().start(cluster, StartOperation.all()), now);
        } else if (cluster.members().stream().anyMatch(Adoption::missing)) {
            StartOperation start = StartOperation.only(m -> m.wanted() == Wanted.UP);
            cluster.ask(manager.ordered().start(cluster, start), now);
        }
    }

    private static boolean missing(Instance m) {
        return m.wanted() == Wanted.UP && m.state() == State.STOPPED;
    }

    /** A successor whose predecessor still serves had not been ready: it goes, and the operator is told. */
    private void interruptedReload(Cluster cluster, long now) {
        List<Instance> members = cluster.members();
        boolean mixed = members.stream()
                        .filter(m -> m.wanted() == Wanted.UP)
                        .mapToInt(Instance::generation)
                        .distinct()
                        .count()
                > 1;
        for (Instance m : members) {
            boolean predecessor = members.stream()
                    .anyMatch(o ->
                            o.slot() == m.slot() && o.key().serial() < m.key().serial() && o.wanted() == Wanted.UP);
            if (predecessor && m.wanted() == Wanted.UP) {
                cluster.on(m.key(), now, i -> i.retire(now, true, "its reload was interrupted"));
            }
        }
        if (mixed) {
            String note = cluster.spec().name() + ": a reload was interrupted; `lbm reload "
                    + cluster.spec().name() + "` completes it";
            LOG.warn("{}", note);
            manager.notes.put(cluster.spec().name(), note);
        }
    }

    /** Processes that carry this home's mark: those started in the instant before the state was written again. */
    private static Map<Key, ProcessId> findMarked(Identity identity) {
        Map<Key, ProcessId> found = new HashMap<>();
        try {
            Processes.sessionLeaders(Command.MARK, identity.home() + ":")
                    .forEach((id, mark) -> Commands.keyOf(mark).ifPresent(key -> found.put(key, id)));
        } catch (IOException e) {
            LOG.warn("processes could not be looked through: {}", e.getMessage());
        }
        return found;
    }
}
