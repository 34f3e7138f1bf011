package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lbm.manager.control.Reply;
import lbm.manager.control.Request;
import lbm.manager.history.Cause;
import lbm.manager.history.End;
import lbm.manager.history.End.Kind;
import lbm.manager.history.Ends;
import lbm.manager.history.io.OomCounter;
import lbm.manager.instance.Instance;
import lbm.manager.process.Exit;
import lbm.manager.process.ProcessId;
import lbm.manager.process.io.Processes;

/** Keeps in mind why processes ended, for {@code lbm why}; also over the manager's own end. Used by the loop alone. */
final class Endings {

    private static final String CODE = "exit code ";

    private final HistoryFiles files;
    private final OomCounter oom = OomCounter.ofThisProcess();
    private final Map<String, Ends> byApp = new HashMap<>();
    /** Who asked last for something with an app. */
    private final Map<String, String> askers = new HashMap<>();

    Endings(HistoryFiles files) {
        this.files = files;
    }

    /** Somebody asks for something that ends processes of an app. */
    void asked(String app, Request request) {
        request.text("who").ifPresentOrElse(who -> askers.put(app, who), () -> askers.remove(app));
    }

    /**
     * A process has ended, and the instance has moved on.
     *
     * @param how the end for people, with what a cgroup or a limit has to say about it
     * @param lines the last it wrote
     */
    void ended(Run run, Instance before, Optional<Instance> after, Exit exit, String how, List<String> lines) {
        String app = before.spec().name();
        Cause cause = Cause.of(before, after, exit, how, oom.look(), run.signalled, askers.getOrDefault(app, ""));
        long now = System.currentTimeMillis();
        add(
                app,
                new End(
                        now,
                        cause.kind(),
                        cause.reason(),
                        exit.describe(),
                        Math.max(0, now - run.startedMillis),
                        before.key().id(),
                        before.slot(),
                        before.generation(),
                        run.process.pid(),
                        lines));
    }

    void notStarted(Instance m, String why) {
        long now = System.currentTimeMillis();
        add(
                m.spec().name(),
                new End(now, Kind.NOT_STARTED, why, "", 0, m.key().id(), m.slot(), m.generation(), 0, List.of()));
    }

    /** A process that a former manager had started is not there any more; how it ended nobody saw. */
    void unseen(Instance was, ProcessId process, long startedMillis) {
        long now = System.currentTimeMillis();
        String reason = process.bootId().equals(Processes.bootId())
                ? "ended while no manager ran"
                : "ended with the machine, which was started anew since";
        long age = Math.max(0, now - startedMillis);
        add(
                was.spec().name(),
                new End(
                        now,
                        Kind.UNSEEN,
                        reason,
                        "",
                        age,
                        was.key().id(),
                        was.slot(),
                        was.generation(),
                        process.pid(),
                        List.of()));
    }

    private void add(String app, End end) {
        Ends ends = of(app).with(end);
        byApp.put(app, ends);
        files.write(app, ends);
    }

    private Ends of(String app) {
        return byApp.computeIfAbsent(app, files::read);
    }

    /** The exit code of an instance's last process; empty: none has ended yet, or a signal ended it. */
    Optional<Integer> lastExitCode(Instance m) {
        return last(m).map(End::exit)
                .filter(exit -> exit.startsWith(CODE))
                .map(exit -> Integer.valueOf(exit.substring(CODE.length())));
    }

    /** The last end of an instance; empty: none yet. */
    Optional<End> last(Instance m) {
        return of(m.spec().name()).all().stream()
                .filter(end -> end.id() == m.key().id())
                .reduce((former, later) -> later);
    }

    /** An app that was deleted; true, so that it can stand in a condition. */
    boolean forget(String app) {
        byApp.remove(app);
        askers.remove(app);
        files.delete(app);
        return true;
    }

    /** {@code GET /v1/why}: the ends of the apps that selectors mean. */
    void why(Manager manager, Request request, Reply reply) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode apps = answer.putArray("apps");
        Set<String> names = new LinkedHashSet<>();
        List<Instance> chosen = Routes.chosen(manager, request.query().getOrDefault("selector", List.of()));
        chosen.forEach(m -> names.add(m.spec().name()));
        for (String name : names) {
            List<Integer> ids = chosen.stream().map(m -> m.key().id()).toList();
            ObjectNode app = apps.addObject().put("name", name);
            ArrayNode now = app.putArray("instances");
            chosen.stream()
                    .filter(m -> m.spec().name().equals(name))
                    .forEach(m -> now.addObject()
                            .put("slot", m.slot())
                            .put("status", m.state().status())
                            .put("restarts", m.restarts())
                            .put("why", m.reason()));
            ArrayNode ends = app.putArray("ends");
            of(name).all().stream().filter(end -> ids.contains(end.id())).forEach(end -> ends.add(json(end)));
        }
        reply.json(200, answer);
    }

    static ObjectNode json(End end) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("time", end.time())
                .put("kind", end.kind().word())
                .put("reason", end.reason())
                .put("exit", end.exit())
                .put("uptimeMillis", end.uptimeMillis())
                .put("id", end.id())
                .put("slot", end.slot())
                .put("generation", end.generation())
                .put("pid", end.pid());
        end.lines().forEach(node.putArray("lines")::add);
        return node;
    }

    static End end(JsonNode node) {
        List<String> lines = new java.util.ArrayList<>();
        node.path("lines").forEach(line -> lines.add(line.asText()));
        return new End(
                node.path("time").asLong(),
                Kind.of(node.path("kind").asText()),
                node.path("reason").asText(),
                node.path("exit").asText(),
                node.path("uptimeMillis").asLong(),
                node.path("id").asInt(),
                node.path("slot").asInt(),
                node.path("generation").asInt(),
                node.path("pid").asLong(),
                lines);
    }
}
