package lbm.manager.daemon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.Wanted;
import lbm.manager.process.ProcessId;
import lbm.manager.process.io.Processes;
import lbm.manager.spec.AppSpec;

/** What {@code lbm list} shows: one document, over the socket and in {@code run/status.json}. */
final class StatusJson {

    private StatusJson() {}

    static ObjectNode of(Manager manager, String version, List<String> notes) {
        long now = System.currentTimeMillis();
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("time", now);
        root.setAll(head(manager, version));
        ArrayNode instances = root.putArray("instances");
        for (Instance m : shown(manager)) {
            Run run = manager.runs.get(m.key());
            instance(instances.addObject(), m, manager).put("uptimeMillis", run == null ? 0 : now - run.startedMillis);
        }
        notes.forEach(root.putArray("notes")::add);
        return root;
    }

    /** The manager's own facts. */
    static ObjectNode head(Manager manager, String version) {
        ProcessId self = Processes.self();
        return JsonNodeFactory.instance
                .objectNode()
                .put("pid", self.pid())
                .put("started", Long.toString(self.startTicks()))
                .put("bootId", self.bootId())
                .put("version", version)
                .put("home", manager.home.dir().toString());
    }

    /** One life for each slot: during a reload the one that serves, not the one that comes or goes. */
    static List<Instance> shown(Manager manager) {
        List<Instance> shown = new ArrayList<>();
        manager.clusters.values().forEach(cluster -> shown(cluster.members(), shown));
        return shown;
    }

    /** @param lives of one app, those of a slot side by side */
    private static void shown(List<Instance> lives, List<Instance> shown) {
        int from = 0;
        for (int i = 1; i <= lives.size(); i++) {
            if (i == lives.size() || lives.get(i).slot() != lives.get(from).slot()) {
                if (i - from == 1) {
                    shown.add(lives.get(from));
                } else {
                    List<Instance> slot = lives.subList(from, i);
                    slot.stream().filter(m -> !shadowed(m, slot)).forEach(shown::add);
                }
                from = i;
            }
        }
    }

    private static boolean shadowed(Instance m, List<Instance> slot) {
        return slot.stream()
                .filter(o -> !o.key().equals(m.key()))
                .anyMatch(o -> m.probation() || (m.wanted() == Wanted.GONE && !o.probation()));
    }

    /** What changes with nothing but time is not in it: see {@link StatusText}. */
    static ObjectNode instance(ObjectNode node, Instance m, Manager manager) {
        AppSpec spec = m.spec();
        Optional<Run> run = Optional.ofNullable(manager.runs.get(m.key()));
        m.trace().exitCode().ifPresent(code -> node.put("exit", code));
        return node.put("id", m.key().id())
                .put("name", spec.name())
                .put("namespace", spec.namespace())
                .put("slot", m.slot())
                .put("mode", spec.execMode().name().toLowerCase(Locale.ROOT))
                .put("pid", run.map(r -> r.process.pid()).orElse(0L))
                .put("status", m.state().status())
                .put("phase", phase(manager, m))
                .put("startedMillis", run.map(r -> r.startedMillis).orElse(0L))
                .put("restarts", m.restarts())
                .put("unstable", m.unstable())
                .put(
                        "cpu",
                        run.map(r -> Math.round(r.usage.cpuPercent() * 10) / 10.0)
                                .orElse(0.0))
                .put("memory", run.map(r -> r.usage.rssBytes()).orElse(0L))
                .put("generation", m.generation())
                .put("address", spec.listen().map(it -> address(spec, it)).orElse(""))
                .put("user", spec.launch().user().orElseGet(() -> System.getProperty("user.name", "")))
                .put("why", m.reason())
                .put("said", run.map(r -> r.said).orElse(""))
                .put("completed", m.completed())
                .put("connections", run.map(r -> r.beat.connections()).orElse(0))
                .put("requests", run.map(r -> r.beat.requests()).orElse(0L))
                .put("adopted", run.map(r -> r.adopted).orElse(false));
    }

    private static String phase(Manager manager, Instance m) {
        String phase = manager.phase(m);
        return phase.equals(m.state().status()) ? "" : phase;
    }

    /** An address that a browser on this machine understands. */
    static String address(AppSpec spec, AppSpec.Listen listen) {
        boolean any = listen.host().equals("0.0.0.0") || listen.host().equals("::");
        return (spec.secure() && spec.listen().filter(listen::equals).isPresent() ? "https://" : "http://")
                + (any ? "localhost:" + listen.port() : listen.name());
    }

    static Optional<Run> run(Manager manager, Key key) {
        return Optional.ofNullable(manager.runs.get(key));
    }
}
