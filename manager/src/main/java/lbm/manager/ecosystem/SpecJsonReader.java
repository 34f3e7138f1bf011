package lbm.manager.ecosystem;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.BalanceStrategy;
import lbm.manager.spec.AppSpec.ExecMode;
import lbm.manager.spec.AppSpec.Listen;
import lbm.manager.spec.AppSpec.LogSpec;
import lbm.manager.spec.AppSpec.RestartSpec;
import lbm.manager.spec.AppSpec.StopSpec;
import lbm.manager.spec.Program;
import lbm.manager.spec.SiteOptions;

/** The reading half of {@link SpecJson}; every method throws {@link IllegalArgumentException} that names the key. */
final class SpecJsonReader {

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private final JsonNode json;

    SpecJsonReader(JsonNode json) {
        this.json = json;
    }

    AppSpec app() {
        return new AppSpec(
                text("name"),
                text("namespace"),
                path("file"),
                inside("program").program(),
                absolute("cwd"),
                env(),
                whole("instances"),
                ExecMode.valueOf(text("exec_mode")),
                has("port") ? Optional.of(new Listen(text("host"), whole("port"))) : Optional.empty(),
                BalanceStrategy.valueOf(text("balance")),
                inside("restart").restart(),
                inside("stop").stop(),
                inside("logs").logs(),
                text("instance_var"),
                maybe("increment_var"));
    }

    private Program program() {
        return switch (text("kind")) {
            case "serve" ->
                new Program.Serve(absolute("root"), flag("spa"), whole("warmup"), whole("memory"), options());
            case "exec" ->
                new Program.Exec(text("script"), texts("args"), maybe("interpreter"), texts("interpreter_args"));
            case "proxy" -> new Program.Proxy(text("app"), whole("memory"), options());
            default ->
                throw new IllegalArgumentException("\"kind\" is \"" + text("kind") + "\", not serve, exec or proxy");
        };
    }

    /** A manager of before this field wrote none. */
    private SiteOptions options() {
        return has("options")
                ? new SiteOptions(new ObjectMapper().convertValue(need("options", JsonNode::isObject), MAP))
                : SiteOptions.NONE;
    }

    private RestartSpec restart() {
        Set<Integer> codes = new HashSet<>();
        need("stop_exit_codes", JsonNode::isArray).forEach(code -> codes.add(code.intValue()));
        return new RestartSpec(
                flag("autostart"),
                flag("autorestart"),
                millis("min_uptime"),
                whole("max_restarts"),
                millis("restart_delay"),
                millis("exp_backoff_restart_delay"),
                Set.copyOf(codes),
                has("max_memory_restart") ? Optional.of(number("max_memory_restart")) : Optional.empty());
    }

    private StopSpec stop() {
        return new StopSpec(
                millis("kill_timeout"),
                text("kill_signal"),
                flag("treekill"),
                flag("shutdown_with_message"),
                flag("wait_ready"),
                millis("listen_timeout"));
    }

    private LogSpec logs() {
        return new LogSpec(
                path("out_file"),
                path("error_file"),
                path("log_file"),
                flag("merge_logs"),
                maybe("log_date_format"),
                flag("json"));
    }

    private Map<String, String> env() {
        Map<String, String> env = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : need("env", JsonNode::isObject).properties()) {
            env.put(entry.getKey(), entry.getValue().asText());
        }
        return env;
    }

    private SpecJsonReader inside(String key) {
        return new SpecJsonReader(need(key, JsonNode::isObject));
    }

    private boolean has(String key) {
        return json.has(key);
    }

    private String text(String key) {
        return need(key, JsonNode::isTextual).textValue();
    }

    private Optional<String> maybe(String key) {
        return has(key) ? Optional.of(text(key)) : Optional.empty();
    }

    private List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        need(key, JsonNode::isArray).forEach(item -> texts.add(item.asText()));
        return List.copyOf(texts);
    }

    private boolean flag(String key) {
        return need(key, JsonNode::isBoolean).booleanValue();
    }

    private int whole(String key) {
        return need(key, JsonNode::canConvertToInt).intValue();
    }

    private long number(String key) {
        return need(key, JsonNode::canConvertToLong).longValue();
    }

    private Duration millis(String key) {
        return Duration.ofMillis(number(key));
    }

    private Path absolute(String key) {
        try {
            return Path.of(text(key));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"" + key + "\" is no path here: " + e.getMessage(), e);
        }
    }

    private Optional<Path> path(String key) {
        return has(key) ? Optional.of(absolute(key)) : Optional.empty();
    }

    private JsonNode need(String key, Function<JsonNode, Boolean> right) {
        JsonNode value = json.path(key);
        if (!right.apply(value)) {
            throw new IllegalArgumentException(
                    value.isMissingNode() ? "\"" + key + "\" is missing" : "\"" + key + "\" is not what it was");
        }
        return value;
    }
}
