package lbm.manager.daemon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lbm.manager.cluster.Cluster;
import lbm.manager.control.Reply;
import lbm.manager.control.Request;
import lbm.manager.control.Secrets;
import lbm.manager.ecosystem.Problem;
import lbm.manager.ecosystem.Result;
import lbm.manager.ecosystem.SpecDiff;
import lbm.manager.instance.Instance;
import lbm.manager.process.Signal;
import lbm.manager.process.io.Processes;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.ExitCode;

/** The small requests: they look, or send a signal, and are answered at once. */
final class Questions {

    private final Manager manager;

    Questions(Manager manager) {
        this.manager = manager;
    }

    /** The instances that selectors mean, each with what scripts ask for most. */
    void instances(Request request, Reply reply) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode all = answer.putArray("instances");
        for (Instance m : Routes.chosen(manager, request.query().getOrDefault("selector", List.of()))) {
            Optional<Run> run = Optional.ofNullable(manager.runs.get(m.key()));
            all.addObject()
                    .put("id", m.key().id())
                    .put("name", m.spec().name())
                    .put("slot", m.slot())
                    .put("namespace", m.spec().namespace())
                    .put("status", m.state().status())
                    .put("pid", run.map(r -> r.process.pid()).orElse(0L))
                    .put(
                            "uptimeMillis",
                            run.map(r -> System.currentTimeMillis() - r.startedMillis)
                                    .orElse(0L))
                    .put("restarts", m.restarts())
                    .put("why", m.reason())
                    .put("completed", m.completed());
        }
        reply.json(200, answer);
    }

    /** The environment one instance is started with. */
    void environment(String selector, Request request, Reply reply) {
        List<Instance> chosen = Routes.chosen(manager, List.of(selector));
        if (chosen.isEmpty()) {
            throw new NoSuchApp(selector, manager.clusters.keySet());
        }
        Map<String, String> env =
                new TreeMap<>(Commands.of(chosen.get(0), true, manager.home, manager.identity, memory -> List.of())
                        .env());
        env.remove("LBM_TOKEN"); // proves to this manager who it is; nobody else's business
        boolean secrets = request.parameter("secrets").filter("true"::equals).isPresent();
        if (!secrets) {
            env.computeIfPresent("LBM_SERVE", (name, serve) -> ServeJson.hidden(serve));
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode variables = answer.putObject("env");
        (secrets ? env : Secrets.hide(env)).forEach(variables::put);
        reply.json(200, answer);
    }

    /** A signal to the processes of instances, not to their trees: as kill(1) sends it. */
    void signal(Request request, Reply reply) {
        String written = request.text("signal").orElse("");
        Signal signal = Signal.parse(written)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no signal \"" + written + "\"; e.g. SIGUSR1, HUP or 15"));
        int sent = 0;
        for (Instance m : Routes.chosen(manager, request.texts("selectors"))) {
            Run run = manager.runs.get(m.key());
            try {
                if (run != null && Processes.signal(run.process, signal)) {
                    run.signalled = "lbm sendSignal"
                            + request.text("who").map(who -> " by " + who).orElse("");
                    sent++;
                }
            } catch (IOException e) {
                reply.problem(
                        500,
                        ExitCode.NO_PERMISSION,
                        signal + " to " + m.spec().name() + ":" + m.slot() + ": " + e.getMessage(),
                        List.of());
                return;
            }
        }
        if (sent == 0) {
            reply.problem(409, ExitCode.FAILED, "none of them has a process; nothing was sent", List.of());
            return;
        }
        reply.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("sent", sent)
                        .put("message", signal + " sent to " + sent + (sent == 1 ? " process" : " processes")));
    }

    /** What a reload of a file would change; nothing is changed. */
    void diff(Request request, Reply reply) {
        Result result = RequestFile.load(request, manager.home)
                .orElseThrow(() -> new IllegalArgumentException("the request names no file"));
        if (!result.ok()) {
            List<String> lines = result.problems().stream().map(Problem::line).toList();
            boolean one = lines.size() == 1;
            String line = one ? lines.get(0) : "the file has " + lines.size() + " problems";
            reply.problem(400, ExitCode.USAGE, line, one ? List.of() : lines);
            return;
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode apps = answer.putArray("apps");
        RequestFile.chosen(request, result).forEach(spec -> difference(spec, apps.addObject()));
        reply.json(200, answer);
    }

    private void difference(AppSpec spec, ObjectNode app) {
        app.put("name", spec.name());
        ArrayNode changes = app.putArray("changes");
        Cluster cluster = manager.clusters.get(spec.name());
        if (cluster == null) {
            app.put("what", "new");
            return;
        }
        SpecDiff.changes(cluster.spec().declared(), spec.declared()).forEach(changes::add);
        app.put("what", changes.isEmpty() ? "same" : "changed");
    }
}
