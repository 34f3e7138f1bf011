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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.BalanceStrategy;
import lbm.manager.spec.AppSpec.ExecMode;
import lbm.manager.spec.AppSpec.Listen;
import lbm.manager.spec.AppSpec.LogSpec;
import lbm.manager.spec.AppSpec.RestartSpec;
import lbm.manager.spec.AppSpec.StopSpec;
import lbm.manager.spec.Check;
import lbm.manager.spec.Dependency;
import lbm.manager.spec.Entry;
import lbm.manager.spec.EnvFilter;
import lbm.manager.spec.Launch;
import lbm.manager.spec.Limits;
import lbm.manager.spec.Program;
import lbm.manager.spec.SiteOptions;
import lbm.manager.spec.Supervision;
import lbm.manager.spec.WatchSpec;

/** The reading half of {@link SpecJson}; every method throws {@link IllegalArgumentException} that names the key. */
final class SpecJsonReader {

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private final JsonNode json;

    SpecJsonReader(JsonNode json) {
        this.json = json;
    }

    AppSpec app() {
        Program program = inside("program").program();
        return new AppSpec(
                text("name"),
                text("namespace"),
                path("file"),
                program,
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
                maybe("increment_var"),
                // What follows came later: a file of an older manager does not have it.
                has("launch") ? inside("launch").launch() : Launch.PLAIN,
                has("supervision") ? inside("supervision").supervision() : Supervision.NONE,
                entry(program),
                Map.of());
    }

    private Entry entry(Program program) {
        if (!has("listen")) {
            return program instanceof Program.Exec ? Entry.OWN : Entry.HANDOFF;
        }
        return new Entry(Entry.Mode.valueOf(text("listen")), options("proxy"));
    }

    private Launch launch() {
        JsonNode filter = json.path("filter_env");
        return new Launch(
                maybe("uid"),
                maybe("gid"),
                path("pid_file"),
                new EnvFilter(filter.asBoolean(false), filter.isArray() ? texts("filter_env") : List.of()),
                new Limits(
                        has("nofile") ? OptionalInt.of(whole("nofile")) : OptionalInt.empty(),
                        has("nice") ? OptionalInt.of(whole("nice")) : OptionalInt.empty(),
                        has("memory_max") ? Optional.of(number("memory_max")) : Optional.empty(),
                        has("cpu_max")
                                ? OptionalDouble.of(
                                        need("cpu_max", JsonNode::isNumber).doubleValue())
                                : OptionalDouble.empty()));
    }

    private Supervision supervision() {
        return new Supervision(
                has("watch") ? Optional.of(watch()) : Optional.empty(),
                maybe("cron_restart"),
                has("ready") ? Optional.of(inside("ready").check()) : Optional.empty(),
                has("alive") ? Optional.of(inside("alive").check()) : Optional.empty(),
                has("watchdog") ? Optional.of(millis("watchdog")) : Optional.empty(),
                has("depends_on") ? inside("depends_on").dependencies() : List.of());
    }

    private WatchSpec watch() {
        return new WatchSpec(
                texts("watch").stream().map(Path::of).toList(), texts("ignore_watch"), millis("watch_delay"));
    }

    private Check check() {
        Check.Kind kind = has("http") ? Check.Kind.HTTP : has("tcp") ? Check.Kind.TCP : Check.Kind.COMMAND;
        return new Check(
                kind,
                kind == Check.Kind.COMMAND ? "" : text(kind.name().toLowerCase(Locale.ROOT)),
                kind == Check.Kind.COMMAND ? texts("command") : List.of(),
                millis("interval"),
                millis("timeout"),
                whole("retries"),
                millis("start_period"));
    }

    private List<Dependency> dependencies() {
        List<Dependency> all = new ArrayList<>();
        json.properties()
                .forEach(e -> all.add(new Dependency(
                        e.getKey(),
                        Dependency.Condition.valueOf(e.getValue().asText().toUpperCase(Locale.ROOT)))));
        return List.copyOf(all);
    }

    private Program program() {
        return switch (text("kind")) {
            case "serve" ->
                new Program.Serve(absolute("root"), flag("spa"), whole("warmup"), whole("memory"), options("options"));
            case "exec" ->
                new Program.Exec(text("script"), texts("args"), maybe("interpreter"), texts("interpreter_args"));
            case "proxy" -> new Program.Proxy(text("app"), whole("memory"), options("options"));
            default ->
                throw new IllegalArgumentException("\"kind\" is \"" + text("kind") + "\", not serve, exec or proxy");
        };
    }

    /** A manager of before this field wrote none. */
    private SiteOptions options(String key) {
        return has(key)
                ? new SiteOptions(new ObjectMapper().convertValue(need(key, JsonNode::isObject), MAP))
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
