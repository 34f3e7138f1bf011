package lbm.manager.daemon;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lbm.manager.cluster.Cluster;
import lbm.manager.cluster.Operation;
import lbm.manager.cluster.ScaleOperation;
import lbm.manager.cluster.StopOperation;
import lbm.manager.control.Reply;
import lbm.manager.control.Request;
import lbm.manager.ecosystem.Result;
import lbm.manager.instance.Instance;
import lbm.manager.spec.AppSpec;

/** The requests that only name apps: stop, delete, scale, reset. */
final class Orders {

    /** More instances than this on one machine is a typing error; the file's limit too. */
    private static final int MOST_INSTANCES = 1_000;

    private final Manager manager;

    Orders(Manager manager) {
        this.manager = manager;
    }

    void stop(Request request, Reply reply, boolean forget) {
        List<Instance> chosen = Companions.with(manager, Routes.chosen(manager, selectors(request)));
        Ticket ticket = new Ticket(reply.stream());
        ticket.message(
                chosen.isEmpty() ? "nothing to " + (forget ? "delete" : "stop") : forget ? "deleted" : "stopped");
        Map<String, List<Instance>> apps = Starts.byApp(chosen);
        manager.ordered().bereft(apps.keySet()).forEach(ticket::note);
        manager.ordered().backwards(ticket.turns, apps.keySet()).forEach(app -> {
            Set<Integer> ids = Starts.ids(apps.getOrDefault(app, List.of()));
            manager.endings().asked(app, request);
            Cluster cluster = manager.cluster(app);
            boolean whole = cluster.members().stream()
                    .allMatch(m -> ids.contains(m.key().id()));
            java.util.function.Predicate<Instance> which =
                    whole ? m -> true : m -> ids.contains(m.key().id());
            Operation stop = forget ? StopOperation.delete(which) : StopOperation.stop(which);
            manager.ask(app, manager.ordered().backwards(ticket.turns, app, stop), Optional.of(ticket));
        });
        if (!manager.tickets.contains(ticket)) {
            manager.publishStatus();
            ticket.finish();
        }
    }

    /** The request's selectors, or the names of those apps of its file that are meant and there. */
    private List<String> selectors(Request request) {
        Optional<Result> read = RequestFile.load(request, manager.home);
        if (read.isEmpty()) {
            return request.texts("selectors");
        }
        Result result = read.get();
        if (!result.ok()) {
            throw new IllegalArgumentException(result.problems().get(0).line());
        }
        return RequestFile.chosen(request, result).stream()
                .map(AppSpec::name)
                .filter(manager.clusters::containsKey)
                .toList();
    }

    void scale(Request request, Reply reply) {
        String selector = request.text("selector").orElse("");
        Map<String, List<Instance>> apps = Starts.byApp(Routes.chosen(manager, List.of(selector)));
        if (apps.size() != 1) {
            throw new IllegalArgumentException("scale takes one app; " + selector + " means " + apps.keySet());
        }
        Cluster cluster = manager.cluster(apps.keySet().iterator().next());
        String text = request.text("count").orElse("");
        int count = count(text, cluster.spec().instances());
        Ticket ticket = new Ticket(reply.stream());
        if (count == cluster.spec().instances()) {
            ticket.message("nothing changed: " + count + (count == 1 ? " instance" : " instances"));
            ticket.finish();
            return;
        }
        ticket.message("scaled to " + count);
        manager.endings().asked(cluster.spec().name(), request);
        // Two who ask for one more each get two more.
        ScaleOperation operation =
                relative(text) ? ScaleOperation.by(Integer.parseInt(text)) : ScaleOperation.to(count);
        manager.ask(cluster.spec().name(), operation, Optional.of(ticket));
    }

    /** {@code 4}, {@code +1} or {@code -1}; at least one stays. */
    static int count(String text, int now) {
        if (!text.matches("[+-]?\\d{1,6}")) {
            throw new IllegalArgumentException("\"" + text + "\" is not a number of instances: 4, +1 or -1");
        }
        int count = relative(text) ? now + Integer.parseInt(text) : Integer.parseInt(text);
        if (count < 1 || count > MOST_INSTANCES) {
            throw new IllegalArgumentException("an app has 1 to " + MOST_INSTANCES + " instances, not " + count
                    + (count < 1 ? "; `lbm stop` ends all of them" : ""));
        }
        return count;
    }

    private static boolean relative(String text) {
        return text.startsWith("+") || text.startsWith("-");
    }

    void reset(Request request, Reply reply) {
        List<Instance> chosen = Routes.chosen(manager, request.texts("selectors"));
        chosen.forEach(m -> manager.resetCounters(m.key()));
        Ticket ticket = new Ticket(reply.stream());
        ticket.message("counters are zero");
        manager.publishStatus();
        ticket.finish();
    }
}
