package lbm.manager.daemon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import lbm.manager.control.Reply;
import lbm.manager.control.Request;
import lbm.manager.control.Selector;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Wanted;
import lbm.manager.process.io.Processes;
import lbm.manager.spec.ExitCode;

/** Which path of the control socket means what. Called on the loop. */
final class Routes implements BiConsumer<Request, Reply> {

    private final Manager manager;
    private final Starts starts;
    private final Orders orders;
    private final LogRoutes logs;
    private final Departure departure;
    private final Questions questions;
    private final Dump dump;
    private final String version;
    private final long startedMillis = System.currentTimeMillis();

    Routes(Manager manager, Starts starts, Orders orders, LogRoutes logs, Departure departure, String version) {
        this.manager = manager;
        this.starts = starts;
        this.orders = orders;
        this.logs = logs;
        this.departure = departure;
        this.questions = new Questions(manager);
        this.dump = new Dump(manager, starts);
        this.version = version;
    }

    @Override
    public void accept(Request request, Reply reply) {
        try {
            route(request, reply);
        } catch (NoSuchApp e) {
            reply.problem(404, ExitCode.NO_SUCH_APP, e.line(), List.of());
        } catch (IllegalArgumentException e) {
            reply.problem(400, ExitCode.USAGE, String.valueOf(e.getMessage()), List.of());
        }
    }

    private void route(Request request, Reply reply) {
        String what = request.method() + " " + request.path();
        if (departure.ending() && request.method().equals("POST") && !what.equals("POST /v1/kill")) {
            // An app started now would keep the manager from ending, or be lost to the next one.
            reply.problem(503, ExitCode.FAILED, "the manager is ending; ask again when it has", List.of());
            return;
        }
        switch (what) {
            case "GET /v1/ping" -> reply.json(200, ping());
            case "GET /v1/apps" -> reply.json(200, StatusJson.of(manager, version, manager.allNotes()));
            case "GET /v1/jlist" ->
                reply.json(
                        200,
                        JlistJson.of(
                                manager,
                                request.parameter("secrets")
                                        .filter("true"::equals)
                                        .isPresent()));
            case "GET /v1/instances" -> questions.instances(request, reply);
            case "POST /v1/send" -> Inputs.send(manager, request, reply);
            case "POST /v1/reloadLogs" -> logs.reopen(reply);
            case "GET /v1/why" -> manager.endings().why(manager, request, reply);
            case "POST /v1/signal" -> questions.signal(request, reply);
            case "POST /v1/diff" -> questions.diff(request, reply);
            case "POST /v1/save" -> dump.save(request, reply);
            case "POST /v1/resurrect" -> dump.resurrect(request, reply);
            case "POST /v1/cleardump" -> dump.clear(reply);
            case "GET /v1/logs" -> logs.read(request, reply);
            case "GET /v1/events" -> manager.events().listen(reply.stream());
            case "POST /v1/start" -> starts.start(request, reply);
            case "POST /v1/reload" -> starts.reload(request, reply);
            case "POST /v1/restart" -> starts.restart(request, reply);
            case "POST /v1/stop" -> orders.stop(request, reply, false);
            case "POST /v1/delete" -> orders.stop(request, reply, true);
            case "POST /v1/scale" -> orders.scale(request, reply);
            case "POST /v1/reset" -> orders.reset(request, reply);
            case "POST /v1/flush" -> logs.flush(request, reply);
            case "POST /v1/kill" -> departure.kill(new Ticket(reply.stream()));
            case "POST /v1/update" -> departure.update(request.texts("command"), new Ticket(reply.stream()));
            default -> named(request, reply);
        }
    }

    private void named(Request request, Reply reply) {
        String prefix = "/v1/apps/";
        String env = "/v1/env/";
        if (request.method().equals("GET") && request.path().startsWith(env)) {
            questions.environment(request.path().substring(env.length()), request, reply);
        } else if (request.method().equals("GET") && request.path().startsWith(prefix)) {
            List<Instance> chosen = chosen(manager, List.of(request.path().substring(prefix.length())));
            reply.json(200, DescribeJson.of(manager, chosen));
        } else {
            reply.problem(
                    404,
                    ExitCode.FAILED,
                    "the manager knows no " + request.method() + " " + request.path() + "; is it older than lbm?",
                    List.of("`lbm update` replaces it without stopping anything"));
        }
    }

    private ObjectNode ping() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("pid", Processes.self().pid())
                .put("version", version)
                .put("started", startedMillis)
                .put("uptimeMillis", System.currentTimeMillis() - startedMillis);
    }

    /**
     * The instances that selectors mean, each once.
     *
     * @throws NoSuchApp one of them means nothing
     */
    static List<Instance> chosen(Manager manager, List<String> selectors) {
        List<Instance> all = StatusJson.shown(manager).stream()
                .filter(m -> m.wanted() != Wanted.GONE)
                .toList();
        List<Selector.Target> targets = all.stream()
                .map(m -> new Selector.Target(
                        m.spec().name(), m.spec().namespace(), m.key().id(), m.slot()))
                .toList();
        Set<Integer> ids = new LinkedHashSet<>();
        for (String selector : selectors) {
            List<Selector.Target> hit = Selector.choose(selector, targets);
            if (hit.isEmpty() && !selector.equals("all")) {
                throw new NoSuchApp(selector, manager.clusters.keySet());
            }
            hit.forEach(t -> ids.add(t.id()));
        }
        return all.stream().filter(m -> ids.contains(m.key().id())).toList();
    }
}
