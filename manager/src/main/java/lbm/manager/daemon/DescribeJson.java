package lbm.manager.daemon;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lbm.manager.control.Secrets;
import lbm.manager.instance.Instance;
import lbm.manager.logs.LogTargets;
import lbm.manager.metrics.TrafficMeter;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Program;

/** Everything about some instances, in sections for people. */
final class DescribeJson {

    private DescribeJson() {}

    static ObjectNode of(Manager manager, List<Instance> instances) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode all = root.putArray("instances");
        for (Instance m : instances) {
            ArrayNode sections = all.addArray();
            Optional<Run> run = Optional.ofNullable(manager.runs.get(m.key()));
            section(sections, m.spec().name() + ":" + m.slot(), state(manager, m, run));
            section(sections, "Program", program(m));
            section(sections, "Policy", policy(m.spec()));
            section(sections, "Files", files(manager, m));
            run.filter(r -> m.linked()).ifPresent(r -> section(sections, "Traffic", traffic(manager, r)));
            run.ifPresent(r -> section(sections, "Now", facts(manager, r)));
            section(sections, "Environment", Secrets.hide(m.spec().env()));
        }
        return root;
    }

    private static Map<String, String> facts(Manager manager, Run run) {
        Map<String, String> facts = new LinkedHashMap<>();
        manager.attendants().forEach(attendant -> facts.putAll(attendant.facts(run)));
        return facts;
    }

    private static void section(ArrayNode sections, String title, Map<String, String> rows) {
        if (!rows.isEmpty()) {
            ObjectNode section = sections.addObject().put("title", title);
            ArrayNode list = section.putArray("rows");
            rows.forEach((key, value) -> list.addArray().add(key).add(value));
        }
    }

    private static Map<String, String> state(Manager manager, Instance m, Optional<Run> run) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("id", Integer.toString(m.key().id()));
        rows.put("status", m.state().status());
        rows.put("phase", manager.phase(m));
        m.why().ifPresent(why -> rows.put("reason", why));
        run.ifPresent(r -> {
            rows.put("pid", Long.toString(r.process.pid()));
            rows.put("started", Instant.ofEpochMilli(r.startedMillis).toString());
            rows.put("memory", Text.bytes(r.usage.rssBytes()));
            rows.put("cpu", Math.round(r.usage.cpuPercent() * 10) / 10.0 + " %");
            if (r.adopted) {
                rows.put("adopted", "yes: started by a former manager");
            }
        });
        rows.put("restarts", Integer.toString(m.restarts()));
        rows.put("unstable restarts", Integer.toString(m.unstable()));
        rows.put("generation", Integer.toString(m.generation()));
        manager.endings()
                .last(m)
                .ifPresent(end -> rows.put("last end", end.kind().word() + ": " + end.reason()));
        return rows;
    }

    private static Map<String, String> program(Instance m) {
        AppSpec spec = m.spec();
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("namespace", spec.namespace());
        rows.put("script", JlistJson.script(spec));
        if (spec.program() instanceof Program.Serve serve) {
            rows.put("root", serve.root().toString());
            rows.put("spa", Boolean.toString(serve.spa()));
            serve.options().values().forEach((key, value) -> rows.put(key, option(key, value)));
        } else if (spec.program() instanceof Program.Exec exec) {
            rows.put("args", String.join(" ", exec.args()));
            rows.put("interpreter", exec.interpreter().orElse("none"));
            if (!exec.interpreterArgs().isEmpty()) {
                rows.put("interpreter args", String.join(" ", exec.interpreterArgs()));
            }
        } else if (spec.program() instanceof Program.Proxy proxy) {
            rows.put("in front of", proxy.app());
            proxy.options().values().forEach((key, value) -> rows.put(key, option(key, value)));
        }
        rows.put("cwd", spec.cwd().toString());
        if (!spec.listens().isEmpty()) {
            rows.put(
                    "address",
                    String.join(
                            ", ",
                            spec.listens().stream()
                                    .map(listen -> StatusJson.address(spec, listen))
                                    .toList()));
        }
        if (!spec.linked()) {
            rows.put("listen", spec.entry().mode().name().toLowerCase(Locale.ROOT));
        }
        rows.put("mode", spec.execMode().name().toLowerCase(Locale.ROOT));
        rows.put("instances", Integer.toString(spec.instances()));
        spec.file().ifPresent(file -> rows.put("file", file.toString()));
        return rows;
    }

    /** As the file has it, durations in milliseconds; a password is nobody's business. */
    private static String option(String key, Object value) {
        return key.equals("basic_auth")
                ? "(hidden)"
                : new ObjectMapper().valueToTree(value).toString();
    }

    private static Map<String, String> policy(AppSpec spec) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("balance", spec.balance().name().toLowerCase(Locale.ROOT));
        rows.put("autorestart", Boolean.toString(spec.restart().autorestart()));
        rows.put("min_uptime", spec.restart().minUptime().toMillis() + " ms");
        rows.put("max_restarts", Integer.toString(spec.restart().maxRestarts()));
        spec.restart().maxMemory().ifPresent(limit -> rows.put("max_memory_restart", Text.bytes(limit)));
        rows.put("kill_timeout", spec.stop().killTimeout().toMillis() + " ms");
        rows.put("kill_signal", "SIG" + spec.stop().killSignal());
        rows.put("listen_timeout", spec.stop().listenTimeout().toMillis() + " ms");
        return rows;
    }

    private static Map<String, String> files(Manager manager, Instance m) {
        LogTargets targets = LogTargets.of(m.spec().logs(), m.key().id());
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("out log", targets.out().map(Path::toString).orElse("not kept"));
        rows.put("error log", targets.error().map(Path::toString).orElse("not kept"));
        targets.combined().ifPresent(path -> rows.put("combined log", path.toString()));
        rows.put("pid file", manager.home.pid(m.spec().name(), m.key().id()).toString());
        return rows;
    }

    private static Map<String, String> traffic(Manager manager, Run run) {
        TrafficMeter meter = manager.traffic(run.key);
        TrafficMeter.Sums all = meter.all();
        TrafficMeter.Recent recent = meter.recent(manager.now());
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("requests", Long.toString(all.requests()));
        rows.put("rate", String.format(Locale.ROOT, "%.1f/s", recent.perSecond()));
        rows.put("errors (5xx)", all.errors() + ", " + percent(recent.errorShare()) + " of the last minute");
        rows.put("answers 2xx, 3xx, 4xx", all.good() + ", " + all.redirects() + ", " + all.refused());
        rows.put(
                "p50, p95, p99",
                Text.millis(recent.p50()) + ", " + Text.millis(recent.p95()) + ", " + Text.millis(recent.p99()));
        rows.put("from memory", percent(recent.cacheShare()) + " of the files of the last minute");
        rows.put("over the rate limit", Long.toString(all.limited()));
        if (all.droppedLines() > 0) {
            rows.put("lost lines of the access log", Long.toString(all.droppedLines()));
        }
        rows.put("bytes sent", Text.bytes(all.bytes()));
        rows.put("open connections", Integer.toString(run.beat.connections()));
        rows.put("event-loop delay", run.beat.loopDelayMicros() / 1000.0 + " ms");
        return rows;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
