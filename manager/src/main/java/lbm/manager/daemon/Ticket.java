package lbm.manager.daemon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lbm.manager.cluster.Operation;
import lbm.manager.cluster.Outcome;
import lbm.manager.control.Reply;
import lbm.manager.instance.Key;
import lbm.manager.spec.ExitCode;

/** One client that waits for operations to end: is told how they get on, and once how they ended. */
final class Ticket {

    private static final long COUNT_NANOS = 1_000_000_000L;

    /** What the request asks of apps that depend on each other. */
    final Turns turns = new Turns();

    private final Reply.Stream stream;
    private final Set<Operation> open = new HashSet<>();
    private final Map<Key, String> told = new HashMap<>();
    /** When it was told how many of an app's instances are how far. */
    private final Map<String, Long> counted = new HashMap<>();

    private final List<String> failures = new ArrayList<>();
    private final List<String> details = new ArrayList<>();
    private final Set<String> apps = new HashSet<>();
    private boolean changed;
    private boolean ended;
    private String done = "done";

    Ticket(Reply.Stream stream) {
        this.stream = stream;
    }

    void waitFor(String app, Operation operation) {
        open.add(operation);
        apps.add(app);
        changed = true;
    }

    boolean concerns(String app) {
        return apps.contains(app);
    }

    boolean holds(Operation operation) {
        return open.contains(operation);
    }

    void message(String text) {
        done = text;
    }

    void note(String text) {
        line("note", text);
    }

    void warning(String text) {
        line("warning", text);
    }

    /**
     * Tells where a life of an instance stands, once for each change. What was so before the ticket is no news.
     *
     * @param who the instance, for people; two lives share it during a reload
     */
    void progress(Key life, String who, String what, boolean settled) {
        String before = told.put(life, what);
        if (!what.equals(before) && !ended && !(before == null && settled)) {
            line("progress", who + " " + what);
        }
    }

    /** The same of many instances of an app, at most once a second. */
    void progress(String app, String what, long now) {
        Long last = counted.get(app);
        if (last == null || now - last > COUNT_NANOS) {
            counted.put(app, now);
            line("progress", app + ": " + what);
        }
    }

    private void line(String field, String text) {
        if (!ended) {
            stream.line(JsonNodeFactory.instance.objectNode().put(field, text));
        }
    }

    /**
     * One operation has ended.
     *
     * @param lastLines of the process that failed, for the operator
     */
    void ended(String app, Outcome outcome, List<String> lastLines) {
        open.remove(outcome.operation());
        if (!outcome.done()) {
            failures.add(app + ": " + outcome.operation().verb() + " failed: " + outcome.message());
            details.addAll(lastLines);
        }
    }

    boolean complete() {
        return open.isEmpty();
    }

    /** Says the last line, which carries the exit code. */
    void finish() {
        if (failures.isEmpty()) {
            end(last(ExitCode.DONE).put("message", done).put("changed", changed));
        } else {
            List<String> more = new ArrayList<>(failures.subList(1, failures.size()));
            more.addAll(details);
            fail(ExitCode.FAILED, failures.get(0), more);
        }
    }

    void fail(ExitCode exit, String error, List<String> more) {
        ObjectNode line = last(exit).put("error", error);
        more.forEach(line.putArray("details")::add);
        end(line);
    }

    private static ObjectNode last(ExitCode exit) {
        return JsonNodeFactory.instance.objectNode().put("done", true).put("exit", exit.code());
    }

    private void end(ObjectNode line) {
        if (!ended) {
            ended = true;
            stream.line(line);
            stream.end();
        }
    }
}
