package lbm.manager.daemon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import lbm.manager.control.Reply;
import lbm.manager.control.Request;
import lbm.manager.instance.Instance;
import lbm.manager.logs.LogLine;
import lbm.manager.logs.Query;
import lbm.manager.logs.Stream;
import lbm.manager.logs.io.Follower;
import lbm.manager.spec.ExitCode;

/** Log lines to clients: the past in time order, then what comes; and emptying the files. */
final class LogRoutes {

    private static final int BATCH = 256;

    /** A client that does not read is looked at again so soon; meanwhile its lines wait, bounded, with the follower. */
    private static final long SLOW_MILLIS = 50;

    private static final int MOST_LINES = 100_000;

    private final Manager manager;
    private final HubOutputs outputs;

    LogRoutes(Manager manager, HubOutputs outputs) {
        this.manager = manager;
        this.outputs = outputs;
    }

    void read(Request request, Reply reply) {
        String selector = request.parameter("selector").orElse("all");
        int lines = lines(request.parameter("lines").orElse("15"));
        Query query = query(selector, request.parameter("stream").orElse("all"), lines);
        boolean follow = request.parameter("follow").filter("true"::equals).isPresent();
        if (follow) {
            follow(query, reply.stream());
            return;
        }
        outputs.hub()
                .tail(query)
                .whenComplete((past, failure) -> manager.loop.execute(() -> {
                    if (failure != null) {
                        reply.problem(
                                500, ExitCode.FAILED, "the logs cannot be read: " + failure.getMessage(), List.of());
                        return;
                    }
                    Reply.Stream stream = reply.stream();
                    past.subList(Math.max(0, past.size() - lines), past.size())
                            .forEach(line -> stream.line(json(line)));
                    stream.end();
                }));
    }

    private void follow(Query query, Reply.Stream stream) {
        AtomicReference<Follower> follower = new AtomicReference<>();
        AtomicBoolean gone = new AtomicBoolean();
        Follower following =
                outputs.hub().follow(query, () -> manager.loop.execute(() -> pass(follower, gone, stream)));
        follower.set(following);
        stream.onGone(() -> {
            gone.set(true);
            following.close();
        });
    }

    private void pass(AtomicReference<Follower> follower, AtomicBoolean gone, Reply.Stream stream) {
        if (gone.get()) {
            return; // A client that is gone is never writable again.
        }
        Follower from = follower.get();
        if (from == null || !stream.writable()) {
            manager.loop.schedule(() -> pass(follower, gone, stream), SLOW_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        List<LogLine> taken = from.take(BATCH);
        taken.forEach(line -> stream.line(json(line)));
        if (!taken.isEmpty()) {
            manager.loop.execute(() -> pass(follower, gone, stream));
        }
    }

    /** Opens every log file anew, after somebody renamed them. */
    void reopen(Reply reply) {
        outputs.hub().reopen();
        reply.json(200, JsonNodeFactory.instance.objectNode().put("message", "log files are opened anew"));
    }

    void flush(Request request, Reply reply) {
        List<String> selectors = request.texts("selectors");
        List<Instance> chosen = Routes.chosen(manager, selectors.isEmpty() ? List.of("all") : selectors);
        Set<Integer> ids = new HashSet<>(Starts.ids(chosen));
        outputs.hub()
                .flush(ids)
                .whenComplete((done, failure) -> manager.loop.execute(() -> {
                    Ticket ticket = new Ticket(reply.stream());
                    if (failure == null) {
                        ticket.message("logs emptied");
                        ticket.finish();
                    } else {
                        ticket.fail(
                                ExitCode.FAILED, "not every file could be emptied: " + failure.getMessage(), List.of());
                    }
                }));
    }

    private Query query(String selector, String stream, int lines) {
        Set<Stream> streams =
                switch (stream) {
                    case "all" -> Set.of(Stream.OUT, Stream.ERR);
                    case "out" -> Set.of(Stream.OUT);
                    case "err" -> Set.of(Stream.ERR);
                    default -> throw new IllegalArgumentException("stream is out, err or all, not \"" + stream + "\"");
                };
        if (selector.equals("all")) {
            return new Query(Set.of(), Set.of(), streams, lines);
        }
        List<Instance> chosen = Routes.chosen(manager, List.of(selector));
        return new Query(Set.of(), new HashSet<>(Starts.ids(chosen)), streams, lines);
    }

    private static int lines(String text) {
        if (!text.matches("\\d{1,10}")) {
            throw new IllegalArgumentException("\"" + text + "\" is not a number of lines");
        }
        return (int) Math.min(MOST_LINES, Long.parseLong(text));
    }

    private static ObjectNode json(LogLine line) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (line.timeKnown()) {
            node.put("time", line.time().toEpochMilli());
        } else {
            node.putNull("time");
        }
        return node.put("app", line.app())
                .put("id", line.id())
                .put("stream", line.stream().label())
                .put("text", line.shown())
                .put("stamped", new String(line.stamped(), StandardCharsets.UTF_8));
    }
}
