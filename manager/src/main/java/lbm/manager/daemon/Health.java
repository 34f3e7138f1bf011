package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lbm.manager.cluster.Cluster;
import lbm.manager.health.Judgement;
import lbm.manager.health.Probe;
import lbm.manager.health.Result;
import lbm.manager.health.Vigil;
import lbm.manager.health.Ward;
import lbm.manager.health.io.Prober;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;
import lbm.manager.instance.Wanted;
import lbm.manager.process.Command;
import lbm.manager.process.ProcessId;
import lbm.manager.process.Signal;
import lbm.manager.process.io.Processes;
import lbm.manager.process.io.Spawners;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Check;
import lbm.manager.spec.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the programs that have checks, and does what the answers come to: ready, out of the balancer, replaced. A program
 * without checks costs nothing.
 */
final class Health implements Attendant {

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    /** What is asked of an instance behind a proxy that says nothing of its readiness: whether its port is open. */
    private static final Check PORT_OPEN =
            new Check(Check.Kind.TCP, "", List.of(), Duration.ofMillis(100), Duration.ofSeconds(1), 1, Duration.ZERO);

    private final Manager manager;
    private final Prober prober;
    private final Map<Key, Launching> preparing = new HashMap<>();
    private final Map<Key, Patient> patients = new LinkedHashMap<>();
    /** By app. */
    private final Map<String, Judgement> judgements = new TreeMap<>();
    /** Instances whose process was ended for its health and that are not back yet, with what they had said. */
    private final Map<Integer, Vigil> replaced = new HashMap<>();

    Health(Manager manager) {
        this.manager = manager;
        this.prober = new Prober(manager.loop, Spawners.probe());
    }

    /** Value of the mark of every check of a home: a manager that takes over ends those that are left. */
    static String mark(Identity identity) {
        return identity.home() + "-check";
    }

    /** Checks that a former manager had under way have nobody to tell any more. */
    void endLeftovers() {
        try {
            for (Map.Entry<ProcessId, String> left : Processes.sessionLeaders(Command.MARK, mark(manager.identity))
                    .entrySet()) {
                Processes.killTree(left.getKey(), Optional.of(left.getValue()), Signal.KILL);
            }
        } catch (IOException e) {
            LOG.warn("checks of a former manager could not be ended: {}", e.getMessage());
        }
    }

    // ---- a process's life

    private static boolean checked(AppSpec spec) {
        return spec.supervision().alive().isPresent() || readyCheck(spec).isPresent();
    }

    private static Optional<Check> readyCheck(AppSpec spec) {
        boolean silent = spec.entry().mode() == Entry.Mode.PROXY && !spec.stop().waitReady();
        return spec.supervision().ready().or(() -> silent ? Optional.of(PORT_OPEN) : Optional.empty());
    }

    @Override
    public void prepare(Instance m, Launching launching) {
        if (checked(m.spec())) {
            preparing.put(m.key(), launching);
        }
    }

    @Override
    public void notStarted(Key key) {
        preparing.remove(key);
    }

    @Override
    public void started(Run run) {
        Launching launching = preparing.remove(run.key);
        if (launching != null) {
            manager.member(run.key).ifPresent(m -> begin(new Patient(run, m.slot(), launching)));
        }
    }

    /** As whom a check by command is run: a manager that takes over must not run it as itself. */
    @Override
    public void save(Run run, ObjectNode node) {
        Patient patient = patients.get(run.key);
        if (patient != null && patient.run == run) {
            patient.save(node);
        }
    }

    @Override
    public void adopted(Run run, Instance m, JsonNode written) {
        if (checked(m.spec())) {
            Launching launching = Commands.of(m, false, manager.home, manager.identity, manager.workerCommand());
            // A private port is not in the settings.
            manager.fronts().port(run.key).ifPresent(port -> launching.env().put("PORT", Integer.toString(port)));
            if (!written.has("pid")) {
                try {
                    manager.limits().prepare(m, launching);
                } catch (IOException e) {
                    LOG.warn("{}:{} is not checked: {}", run.spec.name(), m.slot(), e.getMessage());
                    return;
                }
            }
            Patient patient = new Patient(run, m.slot(), launching);
            patient.restore(written);
            begin(patient);
        }
    }

    private void begin(Patient patient) {
        readyCheck(patient.run.spec).ifPresent(check -> patient.ready = Vigil.ofReady(check, manager.now()));
        Patient former = patients.put(patient.run.key, patient);
        if (former != null) {
            former.forgetQuestion();
        }
    }

    @Override
    public void ended(Run run) {
        Patient patient = patients.get(run.key);
        if (patient != null && patient.run == run) {
            patient.forgetQuestion();
            patients.remove(run.key);
        }
    }

    // ---- questions

    /** We stood still for so long. */
    void credit(long nanos) {
        for (Patient patient : patients.values()) {
            patient.ready = credited(patient.ready, nanos);
            patient.alive = credited(patient.alive, nanos);
        }
    }

    private static @org.jspecify.annotations.Nullable Vigil credited(
            @org.jspecify.annotations.Nullable Vigil vigil, long nanos) {
        return vigil == null ? null : vigil.credited(nanos);
    }

    @Override
    public void tick(long now) {
        if (patients.isEmpty()) {
            return;
        }
        for (Cluster cluster : List.copyOf(manager.clusters.values())) {
            for (Instance m : cluster.members()) {
                Patient patient = patients.get(m.key());
                if (patient != null) {
                    look(patient, m, now);
                }
            }
        }
    }

    private void look(Patient patient, Instance m, long now) {
        switch (m.state()) {
            case LAUNCHING -> {
                Vigil ready = patient.ready;
                if (ready != null && ready.due(now)) {
                    patient.ready = ready.asked(now);
                    ask(patient, ready.check(), result -> readyAnswered(patient, result));
                }
            }
            case ONLINE -> {
                Vigil alive = patient.alive;
                if (alive == null) {
                    online(patient, m, now);
                } else if (alive.due(now)) {
                    patient.alive = alive.asked(now);
                    ask(patient, alive.check(), result -> aliveAnswered(patient, result));
                }
            }
            case STOPPED, DRAINING, STOPPING, WAITING, ERRORED -> patient.forgetQuestion();
        }
    }

    private void ask(Patient patient, Check check, java.util.function.Consumer<Result> answer) {
        patient.forgetQuestion();
        Probe probe;
        try {
            probe = patient.probe(check);
        } catch (IllegalArgumentException e) {
            answer.accept(Result.unasked(String.valueOf(e.getMessage())));
            return;
        }
        String mark = mark(manager.identity);
        patient.asking = prober.ask(probe, argv -> patient.command(argv, mark), check.timeout(), result -> {
            patient.asking = null;
            answer.accept(result);
        });
    }

    // ---- answers

    private void readyAnswered(Patient patient, Result result) {
        if (patient.ready == null) {
            return;
        }
        patient.ready = patient.ready.answered(result, manager.now());
        Key key = patient.run.key;
        if (result.isWell()) {
            manager.on(key, m -> m.ready(manager.now()));
        } else {
            String said = lastSaid(patient, patient.ready);
            manager.on(key, m -> m.notReadyYet(said));
        }
    }

    private String lastSaid(Patient patient, Vigil vigil) {
        try {
            return vigil.lastSaid(patient.probe(vigil.check()));
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** It is online: from now on it is asked whether it stays so. */
    private void online(Patient patient, Instance m, long now) {
        patient.forgetQuestion();
        replaced.remove(m.key().id());
        Vigil ready = patient.ready;
        // One that was online under a former manager has had its start period.
        boolean before = patient.run.adopted && (ready == null || ready.last().isEmpty());
        patient.run
                .spec
                .supervision()
                .alive()
                .ifPresent(check -> patient.alive = Vigil.ofAlive(before ? started(check) : check, m.slot(), now));
    }

    private static Check started(Check check) {
        return new Check(
                check.kind(),
                check.target(),
                check.command(),
                check.interval(),
                check.timeout(),
                check.retries(),
                Duration.ZERO);
    }

    private void aliveAnswered(Patient patient, Result result) {
        Vigil before = patient.alive;
        if (before == null) {
            return;
        }
        Vigil after = before.answered(result, manager.now());
        patient.alive = after;
        AppSpec spec = patient.run.spec;
        if (!before.failing() && after.failing()) {
            LOG.warn("{}:{} alive check: {}", spec.name(), patient.slot, lastSaid(patient, after));
        } else if (before.failing() && !after.failing()) {
            LOG.info("{}:{} alive check: well again", spec.name(), patient.slot);
        }
        judge(spec.name());
    }

    // ---- what follows

    private void judge(String app) {
        Cluster cluster = manager.clusters.get(app);
        if (cluster == null) {
            judgements.remove(app);
            return;
        }
        Map<Integer, Patient> asked = new TreeMap<>();
        List<Ward> wards = new ArrayList<>();
        for (Instance m : cluster.members()) {
            Patient patient = patients.get(m.key());
            int id = m.key().id();
            if (m.state() == State.ONLINE && patient != null && patient.alive != null) {
                asked.put(id, patient);
                wards.add(new Ward(id, patient.alive, false));
            } else if (!comesBack(m)) {
                replaced.remove(id);
            } else if (replaced.containsKey(id)) {
                wards.add(new Ward(id, replaced.get(id), true));
            }
        }
        Judgement before = judgements.getOrDefault(app, Judgement.NONE);
        Judgement judgement = Judgement.of(wards, before, manager.now());
        judgements.put(app, judgement);
        if (judgement.shared() && !before.shared()) {
            LOG.error("{}: {}", app, judgement.note(manager.now()));
        }
        asked.forEach((id, patient) -> suspect(patient, judgement.suspect().contains(id)));
        judgement.replace().forEach(id -> Optional.ofNullable(asked.get(id)).ifPresent(this::replace));
        manager.pump();
    }

    private static boolean comesBack(Instance m) {
        return m.wanted() == Wanted.UP && m.state() != State.ERRORED && m.state() != State.STOPPED;
    }

    /** The others are given what it would have got; a worker's own heartbeat decides that for itself. */
    private void suspect(Patient patient, boolean is) {
        Run run = patient.run;
        if (run.spec.linked() || run.suspect == is) {
            return;
        }
        run.suspect = is;
        LOG.info("{}:{} {}", run.spec.name(), patient.slot, is ? "gets nothing new" : "is given requests again");
    }

    private void replace(Patient patient) {
        Vigil vigil = patient.alive;
        Key key = patient.run.key;
        if (vigil == null) {
            return;
        }
        String why = vigil.why(patient.probe(vigil.check()));
        replaced.put(key.id(), vigil);
        patient.alive = null;
        LOG.error("{}:{} is replaced: {}", patient.run.spec.name(), patient.slot, why);
        manager.member(key).ifPresent(m -> manager.events().publish("unhealthy", m, why));
        manager.on(key, m -> m.unhealthy(manager.now(), why));
    }

    // ---- for people

    /** What the operator should know beside the instances: a shared cause, a check that cannot be asked. */
    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        // What was thought of an app that is down now is no news.
        judgements
                .keySet()
                .retainAll(patients.values().stream()
                        .filter(patient -> patient.alive != null)
                        .map(patient -> patient.run.spec.name())
                        .collect(Collectors.toSet()));
        judgements.forEach((app, judgement) -> {
            if (judgement.shared()) {
                notes.add(app + ": " + judgement.note(manager.now()));
            }
        });
        for (Patient patient : patients.values()) {
            Vigil alive = patient.alive;
            if (alive != null && alive.unasked()) {
                notes.add(patient.run.spec.name() + ":" + patient.slot + ": alive check: " + lastSaid(patient, alive));
            }
        }
        return notes;
    }

    @Override
    public Map<String, String> facts(Run run) {
        Map<String, String> facts = new LinkedHashMap<>();
        Patient patient = patients.get(run.key);
        if (patient != null && patient.run == run) {
            long now = manager.now();
            Vigil ready = patient.ready;
            if (ready != null && (!run.adopted || ready.last().isPresent())) {
                facts.put("ready check", patient.tell(ready, now));
            }
            if (patient.alive != null) {
                facts.put("alive check", patient.tell(patient.alive, now));
            }
            Judgement judgement = judgements.getOrDefault(run.spec.name(), Judgement.NONE);
            if (judgement.shared()) {
                facts.put("health", judgement.note(now));
            }
        }
        return facts;
    }
}
