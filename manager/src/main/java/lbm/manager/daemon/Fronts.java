package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lbm.manager.balance.Leavers;
import lbm.manager.balance.io.FreePort;
import lbm.manager.balance.io.Link;
import lbm.manager.cluster.Cluster;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;
import lbm.manager.process.io.Processes;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Entry;
import lbm.manager.spec.Program;
import lbm.worker.link.BackendParts;
import lbm.worker.link.Message;
import lbm.worker.link.Message.Backend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instances that stand behind proxy workers: each has a port of its own, and its proxies know at every moment which of
 * them may be asked.
 */
final class Fronts implements Attendant {

    private static final Logger LOG = LoggerFactory.getLogger(Fronts.class);

    /** Instances listen on this machine alone; clients come through the proxy. */
    private static final String HOST = "127.0.0.1";

    private final Manager manager;
    private final Map<Key, Integer> ports = new HashMap<>();
    /** What each proxy was told last, on the link it has now. */
    private final Map<Link, List<Backend>> told = new HashMap<>();

    private final Map<Key, String> ejected = new HashMap<>();
    private final Leavers<Key, Key> leavers = new Leavers<>();

    Fronts(Manager manager) {
        this.manager = manager;
    }

    /** Whether the app is reached through the proxy. */
    private static boolean fronted(AppSpec spec) {
        return spec.entry().mode() == Entry.Mode.PROXY;
    }

    /** The port of an instance behind a proxy; empty: it has none of its own. */
    Optional<Integer> port(Key key) {
        return Optional.ofNullable(ports.get(key));
    }

    // ---- an instance's life

    @Override
    public void prepare(Instance m, Launching launching) throws IOException {
        if (fronted(m.spec())) {
            int port = FreePort.on(HOST, Set.copyOf(ports.values()));
            ports.put(m.key(), port);
            launching.env().put("PORT", Integer.toString(port));
            m.spec().listen().ifPresent(it -> launching.env().put("LBM_PORT", Integer.toString(it.port())));
        }
    }

    @Override
    public void notStarted(Key key) {
        ports.remove(key);
    }

    @Override
    public void save(Run run, ObjectNode node) {
        port(run.key).ifPresent(port -> node.put("port", port));
    }

    @Override
    public void adopted(Run run, Instance m, JsonNode written) {
        if (!fronted(run.spec)) {
            return;
        }
        // One that was started in the instant before the state was written again bears it in its environment alone.
        String known = written.path("port").isInt()
                ? written.path("port").asText()
                : Processes.variableOf(run.process.pid(), "PORT").orElse("");
        if (known.matches("\\d{1,5}")) {
            ports.put(run.key, Integer.valueOf(known));
        }
    }

    @Override
    public boolean drains(Run run, long millis) {
        return fronted(run.spec)
                && leavers.leave(
                        run.key,
                        proxies(run.spec.name()).stream().map(it -> it.key).toList());
    }

    @Override
    public void ended(Run run) {
        ports.remove(run.key);
        ejected.remove(run.key);
        leavers.gone(run.key);
    }

    @Override
    public Map<String, String> facts(Run run) {
        Map<String, String> facts = new HashMap<>();
        port(run.key).ifPresent(port -> facts.put("private port", Integer.toString(port)));
        Optional.ofNullable(ejected.get(run.key)).ifPresent(why -> facts.put("ejected by the proxy", why));
        return facts;
    }

    // ---- what proxies are told, and say

    @Override
    public void settled() {
        List<Run> all = manager.living().stream()
                .filter(run -> run.spec.program() instanceof Program.Proxy && run.link != null)
                .toList();
        all.forEach(this::tell);
        told.keySet().retainAll(all.stream().flatMap(run -> run.link().stream()).toList());
        leavers.free(manager.living().stream()
                        .filter(Fronts::hasASay)
                        .map(run -> run.key)
                        .collect(Collectors.toSet()))
                .forEach(key -> manager.loop.execute(() -> manager.on(key, m -> m.drained(manager.now()))));
    }

    private void tell(Run proxy) {
        List<Backend> now = backends(((Program.Proxy) proxy.spec.program()).app());
        proxy.link().filter(link -> !now.equals(told.get(link))).ifPresent(link -> {
            told.put(link, now);
            now.stream()
                    .filter(Backend::up)
                    .forEach(backend -> named(backend.key()).ifPresent(run -> leavers.asked(run.key, proxy.key)));
            BackendParts.of(now).forEach(link::send);
        });
    }

    /** Those that may be asked, and those that have something to finish. */
    private List<Backend> backends(String app) {
        List<Backend> backends = new ArrayList<>();
        Cluster cluster = manager.clusters.get(app);
        if (cluster != null) {
            for (Instance m : cluster.members()) {
                Run run = manager.runs.get(m.key());
                Integer port = ports.get(m.key());
                boolean known = m.state() == State.ONLINE || m.state() == State.DRAINING || m.state() == State.STOPPING;
                if (run != null && port != null && known) {
                    backends.add(new Backend(name(run), HOST, port, m.state() == State.ONLINE && !run.suspect));
                }
            }
        }
        return backends;
    }

    /** One process: the next one of the same life is another backend. */
    private static String name(Run run) {
        return run.key + ":" + run.process.pid();
    }

    /** One that a former manager had started asks whom it knew last until it has come back to this one. */
    private static boolean hasASay(Run run) {
        return run.spec.program() instanceof Program.Proxy && (run.link != null || run.adopted);
    }

    private List<Run> proxies(String app) {
        return manager.living().stream()
                .filter(Fronts::hasASay)
                .filter(run -> run.spec.program() instanceof Program.Proxy proxy
                        && proxy.app().equals(app))
                .toList();
    }

    /** A proxy has nothing left to do with an instance. */
    void idle(Run proxy, Message.BackendIdle message) {
        // A word from before it was told to go on is none.
        boolean asks = proxy.link().map(link -> told.getOrDefault(link, List.of())).orElse(List.of()).stream()
                .anyMatch(backend -> backend.up() && backend.key().equals(message.key()));
        if (!asks) {
            named(message.key()).ifPresent(run -> leavers.idle(run.key, proxy.key));
        }
        manager.pump();
    }

    /** A proxy has found that an instance does not answer as it should. */
    void state(Message.BackendState message) {
        named(message.key()).ifPresent(run -> {
            LOG.info(
                    "{}:{} {}",
                    run.spec.name(),
                    run.key,
                    message.ejected() ? "ejected by its proxy: " + message.why() : "is asked again by its proxy");
            if (message.ejected()) {
                ejected.put(run.key, message.why());
            } else {
                ejected.remove(run.key);
            }
        });
    }

    private Optional<Run> named(String name) {
        return manager.living().stream().filter(run -> name(run).equals(name)).findFirst();
    }
}
