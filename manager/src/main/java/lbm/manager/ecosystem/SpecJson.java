package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.LogSpec;
import lbm.manager.spec.AppSpec.RestartSpec;
import lbm.manager.spec.AppSpec.StopSpec;
import lbm.manager.spec.Program;

/**
 * An app's spec as JSON and back, exactly: what the manager keeps in its state file. Durations are milliseconds, sizes
 * bytes; what is empty is left out.
 */
public final class SpecJson {

    private SpecJson() {}

    /** The spec as an object; keys always in the same order. */
    public static ObjectNode toJson(AppSpec app) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", app.name());
        json.put("namespace", app.namespace());
        put(json, "file", app.file());
        json.set("program", program(app.program()));
        json.put("cwd", app.cwd().toString());
        ObjectNode env = json.putObject("env");
        new TreeMap<>(app.env()).forEach(env::put);
        json.put("instances", app.instances());
        json.put("exec_mode", app.execMode().name());
        app.listen().ifPresent(listen -> {
            json.put("host", listen.host());
            json.put("port", listen.port());
        });
        json.put("balance", app.balance().name());
        json.set("restart", restart(app.restart()));
        json.set("stop", stop(app.stop()));
        json.set("logs", logs(app.logs()));
        json.put("instance_var", app.instanceVar());
        app.incrementVar().ifPresent(v -> json.put("increment_var", v));
        json.set("launch", SupervisionJson.launch(app.launch()));
        json.set("supervision", SupervisionJson.supervision(app.supervision()));
        json.put("listen", app.entry().mode().name());
        if (!app.entry().options().values().isEmpty()) {
            json.set(
                    "proxy",
                    new ObjectMapper().valueToTree(app.entry().options().values()));
        }
        return json;
    }

    /**
     * The spec of an object that {@link #toJson} made.
     *
     * @throws IllegalArgumentException it is not one; the message names what is missing or wrong
     */
    public static AppSpec fromJson(JsonNode json) {
        return new SpecJsonReader(json).app();
    }

    private static ObjectNode program(Program program) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (program instanceof Program.Serve serve) {
            json.put("kind", "serve");
            json.put("root", serve.root().toString());
            json.put("spa", serve.spa());
            json.put("warmup", serve.warmupRequests());
            json.put("memory", serve.memory());
            json.set("options", new ObjectMapper().valueToTree(serve.options().values()));
        } else if (program instanceof Program.Exec exec) {
            json.put("kind", "exec");
            json.put("script", exec.script());
            json.set("args", list(exec.args()));
            exec.interpreter().ifPresent(i -> json.put("interpreter", i));
            json.set("interpreter_args", list(exec.interpreterArgs()));
        } else if (program instanceof Program.Proxy proxy) {
            json.put("kind", "proxy");
            json.put("app", proxy.app());
            json.put("memory", proxy.memory());
            json.set("options", new ObjectMapper().valueToTree(proxy.options().values()));
        }
        return json;
    }

    private static ObjectNode restart(RestartSpec restart) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("autostart", restart.autostart());
        json.put("autorestart", restart.autorestart());
        json.put("min_uptime", restart.minUptime().toMillis());
        json.put("max_restarts", restart.maxRestarts());
        json.put("restart_delay", restart.restartDelay().toMillis());
        json.put("exp_backoff_restart_delay", restart.expBackoff().toMillis());
        ArrayNode codes = json.putArray("stop_exit_codes");
        restart.stopExitCodes().stream().sorted().forEach(codes::add);
        restart.maxMemory().ifPresent(bytes -> json.put("max_memory_restart", bytes));
        return json;
    }

    private static ObjectNode stop(StopSpec stop) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kill_timeout", stop.killTimeout().toMillis());
        json.put("kill_signal", stop.killSignal());
        json.put("treekill", stop.treekill());
        json.put("shutdown_with_message", stop.shutdownWithMessage());
        json.put("wait_ready", stop.waitReady());
        json.put("listen_timeout", stop.listenTimeout().toMillis());
        return json;
    }

    private static ObjectNode logs(LogSpec logs) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "out_file", logs.out());
        put(json, "error_file", logs.error());
        put(json, "log_file", logs.combined());
        json.put("merge_logs", logs.mergeLogs());
        logs.dateFormat().ifPresent(format -> json.put("log_date_format", format));
        json.put("json", logs.json());
        return json;
    }

    static void put(ObjectNode json, String key, Optional<Path> path) {
        path.ifPresent(p -> json.put(key, p.toString()));
    }

    static ArrayNode list(Collection<String> words) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        words.forEach(list::add);
        return list;
    }
}
