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
                .put("watch", false)
                .put("merge_logs", spec.logs().mergeLogs())
                .put("pm_exec_path", script(spec))
                .put("pm_cwd", spec.cwd().toString())
                .put("pm_pid_path", manager.home.pid(spec.name(), m.key().id()).toString())
                .put("username", System.getProperty("user.name", ""))
                .put("version", "N/A")
                .put("generation", m.generation())
                .put("reason", m.reason());
        LogTargets targets = LogTargets.of(spec.logs(), m.key().id());
        env.put("pm_out_log_path", path(targets.out()));
        env.put("pm_err_log_path", path(targets.error()));
        targets.combined().ifPresent(p -> env.put("pm_log_path", p.toString()));
        if (spec.program() instanceof Program.Exec exec) {
            exec.args().forEach(env.putArray("args")::add);
            env.put("exec_interpreter", exec.interpreter().orElse("none"));
        } else {
            env.putArray("args");
            env.put("exec_interpreter", "lbm");
        }
        ObjectNode declared = env.putObject("env");
        shown.forEach(declared::put);
        return env;
    }

    private static String path(Optional<Path> file) {
        return file.map(Path::toString).orElse("/dev/null");
    }

    static String script(AppSpec spec) {
        return spec.program() instanceof Program.Exec exec ? exec.script() : "serve";
    }
}
