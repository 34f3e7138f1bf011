package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import lbm.manager.spec.Check;
import lbm.manager.spec.EnvFilter;
import lbm.manager.spec.Launch;
import lbm.manager.spec.Limits;
import lbm.manager.spec.Supervision;
import lbm.manager.spec.WatchSpec;

/** How an app is launched and supervised, as JSON: keys as in the file, what is not set left out. */
final class SupervisionJson {

    private SupervisionJson() {}

    static ObjectNode launch(Launch launch) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        launch.user().ifPresent(user -> json.put("uid", user));
        launch.group().ifPresent(group -> json.put("gid", group));
        SpecJson.put(json, "pid_file", launch.pidFile());
        EnvFilter filter = launch.filterEnv();
        if (filter.all()) {
            json.put("filter_env", true);
        } else if (!filter.prefixes().isEmpty()) {
            json.set("filter_env", SpecJson.list(filter.prefixes()));
        }
        Limits limits = launch.limits();
        limits.nofile().ifPresent(files -> json.put("nofile", files));
        limits.nice().ifPresent(nice -> json.put("nice", nice));
        limits.memoryMax().ifPresent(bytes -> json.put("memory_max", bytes));
        limits.cpuMax().ifPresent(processors -> json.put("cpu_max", processors));
        return json;
    }

    static ObjectNode supervision(Supervision supervision) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        supervision.watch().ifPresent(watch -> watch(json, watch));
        supervision.cron().ifPresent(cron -> json.put("cron_restart", cron));
        supervision.ready().ifPresent(check -> json.set("ready", check(check)));
        supervision.alive().ifPresent(check -> json.set("alive", check(check)));
        supervision.watchdog().ifPresent(time -> json.put("watchdog", time.toMillis()));
        if (!supervision.dependsOn().isEmpty()) {
            ObjectNode dependencies = json.putObject("depends_on");
            supervision
                    .dependsOn()
                    .forEach(need ->
                            dependencies.put(need.app(), need.condition().name().toLowerCase(Locale.ROOT)));
        }
        return json;
    }

    private static void watch(ObjectNode json, WatchSpec watch) {
        ArrayNode paths = json.putArray("watch");
        watch.paths().stream().map(Path::toString).forEach(paths::add);
        json.set("ignore_watch", SpecJson.list(watch.ignore()));
        json.put("watch_delay", watch.delay().toMillis());
    }

    private static ObjectNode check(Check check) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (check.kind() == Check.Kind.COMMAND) {
            json.set("command", SpecJson.list(check.command()));
        } else {
            json.put(check.kind().name().toLowerCase(Locale.ROOT), check.target());
        }
        json.put("interval", check.interval().toMillis());
        json.put("timeout", check.timeout().toMillis());
        json.put("retries", check.retries());
        return json.put("start_period", check.startPeriod().toMillis());
    }
}
