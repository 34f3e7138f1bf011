package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import lbm.manager.ecosystem.SpecJson;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;
import lbm.manager.instance.Trace;
import lbm.manager.instance.Wanted;
import lbm.manager.process.Pipes;
import lbm.manager.process.ProcessId;
import lbm.manager.spec.AppSpec;

/** The state file's form: what a new manager needs to go on where another one ended. */
final class StateJson {

    static final int VERSION = 1;

    private StateJson() {}

    static ObjectNode spec(AppSpec spec) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("declared", SpecJson.toJson(spec));
        ObjectNode environ = node.putObject("environ");
        spec.environ().forEach(environ::put);
        return node;
    }

    static void instance(ObjectNode node, Instance m, @org.jspecify.annotations.Nullable Run run) {
        node.put("id", m.key().id())
                .put("serial", m.key().serial())
                .put("slot", m.slot())
                .put("generation", m.generation())
                .put("state", m.state().name())
                .put("wanted", m.wanted().name())
                .put("probation", m.probation())
                .put("restarts", m.restarts())
                .put("unstable", m.unstable())
                .put("reason", m.reason());
        m.trace().exitCode().ifPresent(code -> node.put("exit", code));
        if (run != null) {
            node.put("pid", run.process.pid())
                    .put("startTicks", run.process.startTicks())
                    .put("bootId", run.process.bootId())
                    .put("started", run.startedMillis)
                    .put("out", run.pipes.out())
                    .put("err", run.pipes.err());
        }
    }

    /** Until when an end that was begun may take. */
    static void until(ObjectNode node, Instance m, long now, long uptimeMillis) {
        boolean ending = m.state() == State.DRAINING || m.state() == State.STOPPING;
        if (ending && m.deadline().isPresent()) {
            node.put("untilUptime", uptimeMillis + (m.deadline().getAsLong() - now) / 1_000_000);
        }
    }

    /** What is left of it, at most {@code whole}; all of that when nothing was written down. */
    static Duration left(JsonNode node, long uptimeMillis, Duration whole) {
        long left = node.path("untilUptime").asLong(Long.MAX_VALUE) - uptimeMillis;
        return Duration.ofMillis(Math.max(0, Math.min(left, whole.toMillis())));
    }

    static Identity identity(JsonNode root) {
        return new Identity(root.path("home").asText(), root.path("token").asText());
    }

    static AppSpec spec(JsonNode node) {
        Map<String, String> environ = new HashMap<>();
        node.path("environ")
                .properties()
                .forEach(e -> environ.put(e.getKey(), e.getValue().asText()));
        return SpecJson.fromJson(node.path("declared")).withEnviron(environ);
    }

    /** The process of an instance as it was written down; empty: none was known. */
    static Optional<ProcessId> process(JsonNode node) {
        return node.has("pid")
                ? Optional.of(new ProcessId(
                        node.path("pid").asLong(),
                        node.path("startTicks").asLong(),
                        node.path("bootId").asText()))
                : Optional.empty();
    }

    /** What the output of that process goes to. */
    static Pipes pipes(JsonNode node) {
        return new Pipes(node.path("out").asText(), node.path("err").asText());
    }

    /** The instance as it was; it is for the reader to find out what is true of it now. */
    static Instance instance(JsonNode node, AppSpec spec) {
        return new Instance(
                new Key(node.path("id").asInt(), node.path("serial").asLong()),
                spec,
                node.path("slot").asInt(),
                node.path("generation").asInt(),
                State.valueOf(node.path("state").asText()),
                Wanted.valueOf(node.path("wanted").asText()),
                node.path("probation").asBoolean(),
                OptionalLong.empty(),
                0,
                node.path("restarts").asInt(),
                node.path("unstable").asInt(),
                node.path("reason").asText(),
                node.has("exit") ? Trace.exit(node.path("exit").asInt()) : Trace.NONE);
    }
}
