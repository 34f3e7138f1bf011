package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lbm.manager.ecosystem.Node.Table;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.BalanceStrategy;
import lbm.manager.spec.AppSpec.ExecMode;
import lbm.manager.spec.AppSpec.Listen;
import lbm.manager.spec.AppSpec.RestartSpec;
import lbm.manager.spec.AppSpec.StopSpec;
import lbm.manager.spec.Program;

/** One entry of {@code apps} to its spec. */
final class AppReader {

    // PM2's 1600 ms would cut a JVM's open requests; its 3000 ms is short for a worker that warms up first.
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SERVE_LISTEN_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration EXEC_LISTEN_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration MIN_UPTIME = Duration.ofSeconds(1);
    private static final int MAX_RESTARTS = 16;

    private final SourceText source;
    private final Options options;
    private final Disk disk;
    private final Report report;

    AppReader(SourceText source, Options options, Disk disk, Report report) {
        this.source = source;
        this.options = options;
        this.disk = disk;
        this.report = report;
    }

    /** What the entry says; without a spec when something in it is wrong, which is reported. */
    Optional<ReadApp> read(Value value) {
        if (!(value.node() instanceof Table)) {
            report.wrong(value, "is not an app", "a map with script and name");
            return Optional.empty();
        }
        Settings settings = Settings.read(value, Fields.APP, AppEnv::names, report);
        AppEnv env = AppEnv.read(settings, options.env(), report);
        Paths paths = new Paths(options.userHome());
        Path cwd = cwd(settings, paths);
        boolean serve =
                settings.get(Fields.SCRIPT).filter(ProgramReader.SERVE::equals).isPresent();
        Optional<Port> port = Port.of(settings, env, serve, report);
        String name = settings.get(Fields.NAME).orElseGet(() -> defaultName(settings, serve, port));
        boolean named = settings.has(Fields.NAME) || settings.has(Fields.SCRIPT);
        Optional<Listen> listen =
                serve ? port.map(p -> new Listen(Host.of(settings, env, report), p.number())) : Optional.empty();
        Optional<AppSpec> spec = new ProgramReader(settings, env, cwd, paths, disk, report)
                .read()
                .map(program -> spec(settings, name, cwd, paths, program, environment(env, program, port), listen));
        List<Port> ports = ports(settings, port, spec);
        return Optional.of(new ReadApp(spec, named ? name : "", settings.at(Fields.NAME), ports, listen));
    }

    /** The app's own port, and that which redirects to it. */
    private List<Port> ports(Settings settings, Optional<Port> port, Optional<AppSpec> spec) {
        List<Port> ports = new ArrayList<>();
        port.ifPresent(ports::add);
        spec.stream().flatMap(it -> it.listens().stream().skip(1)).forEach(listen -> {
            Value at = settings.at(Fields.SERVE);
            if (port.filter(own -> own.number() == listen.port()).isPresent()) {
                report.problem(
                        at.place(),
                        at.path() + ".tls.redirect_port",
                        Integer.toString(listen.port()),
                        "is the app's own port",
                        "another one, usually 80",
                        Optional.empty());
            }
            ports.add(new Port(listen.port(), at));
        });
        return ports;
    }

    private AppSpec spec(
            Settings settings,
            String name,
            Path cwd,
            Paths paths,
            Program program,
            Map<String, String> env,
            Optional<Listen> listen) {
        ExecMode mode = settings.get(Fields.EXEC_MODE).orElse(defaultMode(settings, program));
        return new AppSpec(
                name,
                settings.get(Fields.NAMESPACE).orElse("default"),
                source.file(),
                program,
                cwd,
                env,
                settings.get(Fields.INSTANCES).orElse(new Instances(1)).on(options.processors()),
                mode,
                listen,
                settings.get(Fields.BALANCE).orElse(BalanceStrategy.ROUND_ROBIN),
                restart(settings),
                stop(settings, program instanceof Program.Serve),
                new LogReader(settings, paths, options.home(), report).read(name, cwd, mode),
                settings.get(Fields.INSTANCE_VAR).orElse("NODE_APP_INSTANCE"),
                settings.get(Fields.INCREMENT_VAR));
    }

    private static Map<String, String> environment(AppEnv env, Program program, Optional<Port> port) {
        Map<String, String> values = new LinkedHashMap<>(env.values());
        port.ifPresent(p -> values.put("PORT", Integer.toString(p.number())));
        if (program instanceof Program.Exec exec
                && exec.interpreter().filter(i -> i.contains("python")).isPresent()) {
            // Python buffers a piped stdout, so its log lines would come minutes late; PM2 does the same.
            values.putIfAbsent("PYTHONUNBUFFERED", "1");
        }
        return values;
    }

    private Path cwd(Settings settings, Paths paths) {
        Optional<String> written = settings.get(Fields.CWD);
        if (written.isEmpty()) {
            return source.folder();
        }
        Path cwd = paths.resolve(source.folder(), written.get()).orElse(source.folder());
        if (!disk.isFolder(cwd)) {
            report.wrong(settings.at(Fields.CWD), "is no folder that can be read (" + cwd + ")", "an existing folder");
        }
        return cwd;
    }

    /** As PM2: node with a number of instances is a cluster. A site always is. */
    private static ExecMode defaultMode(Settings settings, Program program) {
        if (program instanceof Program.Exec exec) {
            String interpreter = exec.interpreter().orElse("");
            boolean node = interpreter.endsWith("node") || interpreter.endsWith("bun");
            return node && settings.has(Fields.INSTANCES) ? ExecMode.CLUSTER : ExecMode.FORK;
        }
        return ExecMode.CLUSTER;
    }

    private static String defaultName(Settings settings, boolean serve, Optional<Port> port) {
        if (serve) {
            return "serve-" + port.map(Port::number).orElse(Port.SERVE_DEFAULT);
        }
        String script = settings.get(Fields.SCRIPT).orElse("app");
        String file = script.substring(script.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    private static RestartSpec restart(Settings settings) {
        return new RestartSpec(
                settings.get(Fields.AUTOSTART).orElse(true),
                settings.get(Fields.AUTORESTART).orElse(true),
                settings.get(Fields.MIN_UPTIME).orElse(MIN_UPTIME),
                settings.get(Fields.MAX_RESTARTS).orElse(MAX_RESTARTS),
                settings.get(Fields.RESTART_DELAY).orElse(Duration.ZERO),
                settings.get(Fields.EXP_BACKOFF).orElse(Duration.ZERO),
                Set.copyOf(settings.get(Fields.STOP_EXIT_CODES).orElse(Set.of())),
                settings.get(Fields.MAX_MEMORY));
    }

    private static StopSpec stop(Settings settings, boolean serve) {
        return new StopSpec(
                settings.get(Fields.KILL_TIMEOUT).orElse(KILL_TIMEOUT),
                settings.get(Fields.KILL_SIGNAL).orElse("INT"),
                settings.get(Fields.TREEKILL).orElse(true),
                settings.get(Fields.SHUTDOWN_WITH_MESSAGE).orElse(false),
                settings.get(Fields.WAIT_READY).orElse(false),
                settings.get(Fields.LISTEN_TIMEOUT).orElse(serve ? SERVE_LISTEN_TIMEOUT : EXEC_LISTEN_TIMEOUT));
    }

    /**
     * An app, and what no other app of the file may say too.
     *
     * @param name empty for an app that has neither name nor script
     * @param named the name as written, or the whole app
     */
    record ReadApp(Optional<AppSpec> spec, String name, Value named, List<Port> ports, Optional<Listen> listen) {}
}
