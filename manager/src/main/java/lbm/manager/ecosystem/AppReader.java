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
import lbm.manager.spec.AppSpec.Listen;
import lbm.manager.spec.AppSpec.RestartSpec;
import lbm.manager.spec.AppSpec.StopSpec;
import lbm.manager.spec.Entry.Mode;
import lbm.manager.spec.Program;

/** One entry of {@code apps} to its spec. */
final class AppReader {

    // PM2's 1600 ms would cut a JVM's open requests; its 3000 ms is short for a worker that warms up first.
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SERVE_LISTEN_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration EXEC_LISTEN_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration MIN_UPTIME = Duration.ofSeconds(1);
    private static final int MAX_RESTARTS = 16;

    /** PM2's variable for an instance's number. */
    static final String INSTANCE_VAR = "NODE_APP_INSTANCE";

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
        Paths paths = new Paths(options.userHome());
        Path cwd = cwd(settings, paths);
        AppEnv env = AppEnv.read(settings, options.env(), envFiles(settings, cwd, paths), report);
        boolean serve =
                settings.get(Fields.SCRIPT).filter(ProgramReader.SERVE::equals).isPresent();
        Optional<Program> program = new ProgramReader(settings, env, cwd, paths, disk, report).read();
        EntryReader entry = new EntryReader(settings, report);
        Optional<Port> port =
                Port.of(settings, env, serve, program.filter(entry::shares).isPresent(), report);
        String bare = settings.get(Fields.NAME).orElseGet(() -> defaultName(settings, serve, port));
        String name = name(settings, bare);
        boolean named = settings.has(Fields.NAME) || settings.has(Fields.SCRIPT);
        Optional<AppSpec> spec = program.map(it -> spec(settings, name, cwd, paths, it, env, port));
        Optional<AppSpec> proxy = spec.filter(
                        app -> app.entry().mode() == Mode.PROXY && app.listen().isPresent())
                .map(new ProxyReader(settings, new OptionValues(cwd, paths, disk, report), options.home())::read);
        return Optional.of(new ReadApp(
                spec,
                proxy,
                named ? name : "",
                bare,
                settings.at(Fields.NAME),
                ports(settings, port, spec),
                settings.get(Fields.DEPENDS_ON).orElse(new Needs(List.of()))));
    }

    /** As PM2: {@code prefix:name-env}. */
    private String name(Settings settings, String bare) {
        String prefix = settings.get(Fields.NAME_PREFIX).map(p -> p + ":").orElse("");
        boolean append = settings.get(Fields.APPEND_ENV).orElse(false);
        return prefix
                + bare
                + options.env().filter(env -> append).map(env -> "-" + env).orElse("");
    }

    private Map<String, String> envFiles(Settings settings, Path cwd, Paths paths) {
        return new EnvFiles(cwd, paths, disk, report)
                .read(settings.get(Fields.ENV_FILE).orElse(List.of()));
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
            Settings settings, String name, Path cwd, Paths paths, Program program, AppEnv env, Optional<Port> port) {
        EntryReader.Way way = new EntryReader(settings, report).read(program, port);
        boolean portKnown = port.isPresent() || env.has("PORT");
        return new AppSpec(
                name,
                settings.get(Fields.NAMESPACE).orElse("default"),
                source.file(),
                program,
                cwd,
                environment(env, program, port),
                settings.get(Fields.INSTANCES).orElse(new Instances(1)).on(options.processors()),
                way.mode(),
                port.filter(p -> way.entry().mode() != Mode.OWN)
                        .map(p -> new Listen(Host.of(settings, env, report), p.number())),
                settings.get(Fields.BALANCE).orElse(BalanceStrategy.ROUND_ROBIN),
                restart(settings),
                stop(settings, program instanceof Program.Serve),
                new LogReader(settings, paths, options.home(), report).read(name, cwd, way.mode()),
                settings.get(Fields.INSTANCE_VAR).orElse(INSTANCE_VAR),
                settings.get(Fields.INCREMENT_VAR),
                new LaunchReader(settings, cwd, paths, disk, report).read(),
                new SupervisionReader(settings, cwd, paths, disk, report).read(portKnown),
                way.entry(),
                Map.of());
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

    private static String defaultName(Settings settings, boolean serve, Optional<Port> port) {
        if (serve) {
            return "serve-" + port.map(Port::number).orElse(Port.SERVE_DEFAULT);
        }
        String script = settings.get(Fields.SCRIPT).orElse("app");
        String file = script.substring(script.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    /** That of an app that says nothing about it. */
    static RestartSpec standardRestart(boolean autostart) {
        return new RestartSpec(
                autostart, true, MIN_UPTIME, MAX_RESTARTS, Duration.ZERO, Duration.ZERO, Set.of(), Optional.empty());
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
     * @param proxy the app before it, when it is behind a proxy
     * @param name empty for an app that has neither name nor script
     * @param bare the name without prefix and env, as other apps may call it
     * @param named the name as written, or the whole app
     */
    record ReadApp(
            Optional<AppSpec> spec,
            Optional<AppSpec> proxy,
            String name,
            String bare,
            Value named,
            List<Port> ports,
            Needs needs) {}
}
