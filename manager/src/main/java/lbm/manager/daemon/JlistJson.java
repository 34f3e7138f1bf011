package lbm.manager.daemon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import lbm.manager.control.Secrets;
import lbm.manager.instance.Instance;
import lbm.manager.logs.LogTargets;
import lbm.manager.metrics.TrafficMeter;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Program;

/** {@code jlist} in PM2's shape, so that its exporters and scripts read lbm as they read PM2. */
final class JlistJson {

    private JlistJson() {}

    static ArrayNode of(Manager manager, boolean secrets) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Instance m : StatusJson.shown(manager)) {
            Optional<Run> run = Optional.ofNullable(manager.runs.get(m.key()));
            ObjectNode node = all.addObject();
            node.put("pid", run.map(r -> r.process.pid()).orElse(0L))
                    .put("name", m.spec().name());
            node.set("pm2_env", environment(manager, m, run, secrets));
            node.put("pm_id", m.key().id());
            node.putObject("monit")
                    .put("memory", run.map(r -> r.usage.rssBytes()).orElse(0L))
                    .put(
                            "cpu",
                            run.map(r -> Math.round(r.usage.cpuPercent() * 10) / 10.0)
                                    .orElse(0.0));
        }
        return all;
    }

    private static ObjectNode environment(Manager manager, Instance m, Optional<Run> run, boolean secrets) {
        AppSpec spec = m.spec();
        ObjectNode env = JsonNodeFactory.instance.objectNode();
        Map<String, String> shown = secrets ? spec.env() : Secrets.hide(spec.env());
        shown.forEach(env::put);
        env.put("name", spec.name())
                .put("namespace", spec.namespace())
                .put("status", m.state().status())
                .put("exec_mode", spec.execMode() == AppSpec.ExecMode.CLUSTER ? "cluster_mode" : "fork_mode")
                .put("instances", spec.instances())
                .put("pm_id", m.key().id())
                .put("NODE_APP_INSTANCE", m.slot())
                .put("pm_uptime", run.map(r -> r.startedMillis).orElse(0L))
                .put("created_at", run.map(r -> r.startedMillis).orElse(0L))
                .put("restart_time", m.restarts())
                .put("unstable_restarts", m.unstable())
                .put("autorestart", spec.restart().autorestart())
                .put("autostart", spec.restart().autostart())
                .put("watch", spec.supervision().watch().isPresent())
                .put("treekill", spec.stop().treekill())
                .put("kill_timeout", spec.stop().killTimeout().toMillis())
                .put("wait_ready", spec.stop().waitReady())
                .put("instance_var", spec.instanceVar())
                .put("vizion", false)
                .put("pmx", false)
                .put("merge_logs", spec.logs().mergeLogs())
                .put("pm_exec_path", script(spec))
                .put("pm_cwd", spec.cwd().toString())
                .put("pm_pid_path", manager.home.pid(spec.name(), m.key().id()).toString())
                .put("username", spec.launch().user().orElseGet(() -> System.getProperty("user.name", "")))
                .put("version", "N/A")
                .put("generation", m.generation())
                .put("reason", m.reason());
        m.trace().exitCode().ifPresent(code -> env.put("exit_code", code));
        LogTargets targets = LogTargets.of(spec.logs(), m.key().id());
        env.put("pm_out_log_path", path(targets.out()));
        env.put("pm_err_log_path", path(targets.error()));
        targets.combined().ifPresent(p -> env.put("pm_log_path", p.toString()));
        if (spec.program() instanceof Program.Exec exec) {
            exec.args().forEach(env.putArray("args")::add);
            exec.interpreterArgs().forEach(env.putArray("node_args")::add);
            env.put("exec_interpreter", exec.interpreter().orElse("none"));
        } else {
            env.putArray("args");
            env.putArray("node_args");
            env.put("exec_interpreter", "lbm");
        }
        spec.supervision().cron().ifPresent(cron -> env.put("cron_restart", cron));
        spec.restart().maxMemory().ifPresent(most -> env.put("max_memory_restart", most));
        manager.endings().lastExitCode(m).ifPresent(code -> env.put("exit_code", code));
        // Those who read them expect them to be there, if empty.
        env.putArray("axm_actions");
        env.putObject("axm_options");
        env.putObject("axm_dynamic");
        ObjectNode monitor = env.putObject("axm_monitor");
        run.filter(r -> m.linked()).ifPresent(r -> metrics(monitor, manager, r));
        ObjectNode declared = env.putObject("env");
        shown.forEach(declared::put);
        return env;
    }

    /** Under the names and units of PM2's own where it has them, as {@code {value, type, unit}}. */
    private static void metrics(ObjectNode all, Manager manager, Run run) {
        TrafficMeter meter = manager.traffic(run.key);
        TrafficMeter.Recent recent = meter.recent(manager.now());
        TrafficMeter.Sums sums = meter.all();
        metric(all, "HTTP", "req/min", recent.perSecond() * 60);
        metric(all, "HTTP P50 Latency", "ms", recent.p50() / 1000.0);
        metric(all, "HTTP P95 Latency", "ms", recent.p95() / 1000.0);
        metric(all, "HTTP P99 Latency", "ms", recent.p99() / 1000.0);
        metric(all, "HTTP Errors", "%", recent.errorShare() * 100);
        metric(all, "Cache Hits", "%", recent.cacheShare() * 100);
        metric(all, "Event Loop Latency", "ms", run.beat.loopDelayMicros() / 1000.0);
        count(all, "Active connections", "", run.beat.connections());
        count(all, "Requests", "", sums.requests());
        count(all, "Responses 2xx", "", sums.good());
        count(all, "Responses 3xx", "", sums.redirects());
        count(all, "Responses 4xx", "", sums.refused());
        count(all, "Responses 5xx", "", sums.errors());
        count(all, "Bytes sent", "B", sums.bytes());
        count(all, "Limited requests", "", sums.limited());
        count(all, "Lost log lines", "", sums.droppedLines());
    }

    private static void metric(ObjectNode all, String name, String unit, double value) {
        all.putObject(name)
                .put("value", Math.round(value * 100) / 100.0)
                .put("type", "internal")
                .put("unit", unit)
                .put("historic", true);
    }

    private static void count(ObjectNode all, String name, String unit, long value) {
        all.putObject(name)
                .put("value", value)
                .put("type", "internal")
                .put("unit", unit)
                .put("historic", true);
    }

    private static String path(Optional<Path> file) {
        return file.map(Path::toString).orElse("/dev/null");
    }

    static String script(AppSpec spec) {
        return spec.program() instanceof Program.Exec exec
                ? exec.script()
                : spec.program() instanceof Program.Proxy ? "proxy" : "serve";
    }
}
