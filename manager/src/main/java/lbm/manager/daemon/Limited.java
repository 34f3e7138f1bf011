package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.limits.Account;
import lbm.manager.limits.Group;
import lbm.manager.limits.Prefix;
import lbm.manager.limits.io.Groups;
import lbm.manager.limits.io.Machine;
import lbm.manager.process.Exit;
import lbm.manager.process.Signal;
import lbm.manager.process.io.ProgramPath;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Launch;
import lbm.manager.spec.Limits;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts processes as the user and within the limits their app names. */
final class Limited implements Attendant {

    private static final Logger LOG = LoggerFactory.getLogger(Limited.class);

    private final Manager manager;
    private final Map<Key, Path> groups = new HashMap<>();
    /** Of processes that are gone, with somebody left in them. */
    private final List<Path> leaving = new ArrayList<>();

    private final Map<String, String> notes = new LinkedHashMap<>();
    private @Nullable Prefix prefix;
    private @Nullable Groups own;
    /** Why there is no group of ours; empty while nobody has asked for one. */
    private String refused = "";

    Limited(Manager manager) {
        this.manager = manager;
    }

    // ---- starting

    @Override
    public void prepare(Instance m, Launching launching) throws IOException {
        AppSpec spec = m.spec();
        Launch launch = spec.launch();
        if (launch.user().isEmpty()
                && launch.group().isEmpty()
                && launch.limits().equals(Limits.NONE)) {
            return;
        }
        if (spec.linked() && (launch.user().isPresent() || launch.group().isPresent())) {
            throw new IOException("a worker of lbm runs as the manager's user: leave out user and group");
        }
        // What comes first is our own from now on, and would not say which program is missing.
        ProgramPath.find(launching.command());
        Optional<Account> user = launch.user().isPresent()
                ? Optional.of(Machine.user(launch.user().get()))
                : Optional.empty();
        Optional<Integer> group = launch.group().isPresent()
                ? Optional.of(Machine.group(launch.group().get()))
                : Optional.empty();
        Optional<Path> cgroup = cgroup(m);
        try {
            launching.through(prefix().of(
                            launch.limits(),
                            user,
                            group,
                            cgroup.map(it -> it.resolve("cgroup.procs").toString())));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        user.ifPresent(it -> identify(it, launching.env(), spec.env()));
    }

    /** As PM2 does for HOME; a program that looks for its files by them must not find the manager's. */
    private static void identify(Account user, Map<String, String> env, Map<String, String> declared) {
        Map<String, String> own = new HashMap<>();
        user.home().ifPresent(home -> own.put("HOME", home));
        user.name().ifPresent(name -> {
            own.put("USER", name);
            own.put("LOGNAME", name);
        });
        own.forEach((name, value) -> {
            if (!declared.containsKey(name)) {
                env.put(name, value);
            }
        });
    }

    private Prefix prefix() {
        Prefix known = prefix;
        if (known == null) {
            known = new Prefix(Machine.rights(), Machine::tool);
            prefix = known;
        }
        return known;
    }

    // ---- control groups

    private Optional<Path> cgroup(Instance m) {
        Limits limits = m.spec().launch().limits();
        String app = m.spec().name();
        notes.remove(app);
        if (limits.memoryMax().isEmpty() && limits.cpuMax().isEmpty()) {
            return Optional.empty();
        }
        try {
            Path known = groups.get(m.key());
            Path group = known != null ? known : own().create(name(m), limits);
            groups.put(m.key(), group);
            // Else it would be removed again before the process is in it.
            leaving.remove(group);
            return Optional.of(group);
        } catch (IOException e) {
            String what = limits.cpuMax().isPresent() ? "cpu_max has no effect" : "";
            if (limits.memoryMax().isPresent()) {
                what += (what.isEmpty() ? "" : ", and ") + "memory_max is watched each second, not held by the kernel";
            }
            String note = app + ": " + what + ": " + e.getMessage();
            if (!note.equals(notes.put(app, note))) {
                LOG.warn("{}", note);
            }
            return Optional.empty();
        }
    }

    private static String name(Instance m) {
        return Group.name(m.spec().name(), m.key().id(), m.key().serial());
    }

    private Groups own() throws IOException {
        Groups known = own;
        if (known != null) {
            return known;
        }
        if (!refused.isEmpty()) {
            throw new IOException(refused);
        }
        try {
            known = Groups.open(System.getenv());
        } catch (IOException e) {
            refused = String.valueOf(e.getMessage());
            throw e;
        }
        LOG.info("limits are held by control groups in {}", known.base());
        own = known;
        return known;
    }

    /** The bytes above which an instance is replaced, and what the operator calls that; empty: no limit is watched. */
    Optional<Map.Entry<String, Long>> watched(Run run) {
        Optional<Long> kernel = run.spec.launch().limits().memoryMax().filter(max -> !groups.containsKey(run.key));
        Optional<Long> own = run.spec.restart().maxMemory();
        if (kernel.isPresent() && own.map(max -> kernel.get() < max).orElse(true)) {
            return Optional.of(Map.entry("memory_max", kernel.get()));
        }
        return own.map(max -> Map.entry("max_memory_restart", max));
    }

    @Override
    public void notStarted(Key key) {
        leave(groups.remove(key));
    }

    @Override
    public void save(Run run, ObjectNode node) {
        Optional.ofNullable(groups.get(run.key)).ifPresent(group -> node.put("cgroup", group.toString()));
    }

    @Override
    public void adopted(Run run, Instance m, JsonNode written) {
        if (!written.has("pid")) {
            Groups.of(run.process.pid(), name(m)).ifPresent(group -> groups.put(run.key, group));
            return;
        }
        Groups.find(written.path("cgroup").asText("")).ifPresent(group -> groups.put(run.key, group));
    }

    @Override
    public Optional<String> explains(Run run, Exit exit) {
        Path group = groups.get(run.key);
        Optional<Long> max = run.spec.launch().limits().memoryMax();
        long killed = group == null || max.isEmpty() ? 0 : Groups.killed(group);
        if (killed == 0) {
            return Optional.empty();
        }
        String limit = "memory_max " + Text.bytes(max.orElseThrow());
        boolean itself = exit instanceof Exit.Unknown
                || (exit instanceof Exit.Signal signal && signal.number() == Signal.KILL.number());
        if (itself) {
            return Optional.of("killed by the kernel: " + limit);
        }
        // A shell, npm: what they waited for was killed, and they ended by themselves. Without an error it did no harm.
        return exit instanceof Exit.Code code && code.code() == 0
                ? Optional.empty()
                : Optional.of(exit.describe() + "; the kernel had killed " + killed + " of its processes: " + limit);
    }

    @Override
    public void ended(Run run) {
        Path group = groups.remove(run.key);
        if (group != null && run.spec.stop().treekill()) {
            Groups.kill(group);
        }
        leave(group);
    }

    private void leave(@Nullable Path group) {
        if (group != null && !Groups.remove(group)) {
            leaving.add(group);
        }
    }

    @Override
    public void tick(long now) {
        leaving.removeIf(Groups::remove);
    }

    @Override
    public void settled() {
        notes.keySet().removeIf(app -> !manager.clusters.containsKey(app));
    }

    @Override
    public Map<String, String> facts(Run run) {
        return Optional.ofNullable(groups.get(run.key))
                .map(group -> Map.of("control group", group.toString()))
                .orElse(Map.of());
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes.values());
    }
}
