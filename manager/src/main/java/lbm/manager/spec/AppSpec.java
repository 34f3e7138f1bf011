package lbm.manager.spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One app of the ecosystem file, checked and with every default filled in. Paths are absolute.
 *
 * <pre>
 * apps:
 *   - name: lightbrush-website
 *     script: serve
 *     instances: max
 *     port: 8175
 * </pre>
 *
 * @param file the ecosystem file it came from; empty when it came from the command line
 * @param env the declared variables, those of {@code env_<name>} already laid over when {@code --env name} was given
 * @param instances how many instances, resolved against the processors the JVM sees; at least 1
 * @param environ the environment of who asked for the start, as PM2 passes it on; lies under {@code env}
 * @param listen where clients reach the app; empty for a program whose port is its own matter or that has none
 * @param entry how they reach it
 */
public record AppSpec(
        String name,
        String namespace,
        Optional<Path> file,
        Program program,
        Path cwd,
        Map<String, String> env,
        int instances,
        ExecMode execMode,
        Optional<Listen> listen,
        BalanceStrategy balance,
        RestartSpec restart,
        StopSpec stop,
        LogSpec logs,
        String instanceVar,
        Optional<String> incrementVar,
        Launch launch,
        Supervision supervision,
        Entry entry,
        Map<String, String> environ) {

    public AppSpec {
        env = Map.copyOf(env);
        environ = Map.copyOf(environ);
    }

    /** An app with nothing beyond the ordinary, before a caller's environment is laid under it. */
    public AppSpec(
            String name,
            String namespace,
            Optional<Path> file,
            Program program,
            Path cwd,
            Map<String, String> env,
            int instances,
            ExecMode execMode,
            Optional<Listen> listen,
            BalanceStrategy balance,
            RestartSpec restart,
            StopSpec stop,
            LogSpec logs,
            String instanceVar,
            Optional<String> incrementVar) {
        this(
                name,
                namespace,
                file,
                program,
                cwd,
                env,
                instances,
                execMode,
                listen,
                balance,
                restart,
                stop,
                logs,
                instanceVar,
                incrementVar,
                Launch.PLAIN,
                Supervision.NONE,
                Entry.of(program),
                Map.of());
    }

    /**
     * Every listener whose connections are handed to the app's workers: the one it is known by, then that which sends
     * clients there.
     */
    public List<Listen> listens() {
        List<Listen> all = new ArrayList<>(2);
        listen.filter(main -> entry.mode() == Entry.Mode.HANDOFF).ifPresent(main -> {
            all.add(main);
            redirectPort().ifPresent(port -> all.add(new Listen(main.host(), port)));
        });
        return List.copyOf(all);
    }

    /** The listener that every instance inherits. */
    public Optional<Listen> inherited() {
        return listen.filter(main -> entry.mode() == Entry.Mode.INHERITED);
    }

    /** Addresses that no other app can have. */
    public List<Listen> claims() {
        return inherited().map(List::of).orElseGet(this::listens);
    }

    /** Whether its processes are workers of lbm: they speak its link, say when they are ready and drain. */
    public boolean linked() {
        return !(program instanceof Program.Exec);
    }

    private Optional<Integer> redirectPort() {
        return program instanceof Program.Serve serve ? serve.options().redirectPort() : Optional.empty();
    }

    /** Whether clients speak TLS on the listener the app is known by. */
    public boolean secure() {
        return program instanceof Program.Serve serve && serve.options().on("tls");
    }

    public AppSpec withEnviron(Map<String, String> callers) {
        return copy(instances, callers, launch, supervision, entry);
    }

    public AppSpec withInstances(int count) {
        return copy(count, environ, launch, supervision, entry);
    }

    public AppSpec withLaunch(Launch other) {
        return copy(instances, environ, other, supervision, entry);
    }

    public AppSpec withSupervision(Supervision other) {
        return copy(instances, environ, launch, other, entry);
    }

    public AppSpec withEntry(Entry other) {
        return copy(instances, environ, launch, supervision, other);
    }

    /** What the file declares: equal for two callers with different shells. */
    public AppSpec declared() {
        return copy(instances, Map.of(), launch, supervision, entry);
    }

    private AppSpec copy(
            int count, Map<String, String> callers, Launch newLaunch, Supervision newSupervision, Entry newEntry) {
        return new AppSpec(
                name,
                namespace,
                file,
                program,
                cwd,
                env,
                count,
                execMode,
                listen,
                balance,
                restart,
                stop,
                logs,
                instanceVar,
                incrementVar,
                newLaunch,
                newSupervision,
                newEntry,
                callers);
    }

    /** How instances relate to each other: PM2's {@code exec_mode}. */
    public enum ExecMode {
        FORK,
        CLUSTER
    }

    /** Which worker gets the next connection. */
    public enum BalanceStrategy {
        ROUND_ROBIN,
        LEAST_CONNECTIONS,
        /** The kernel chooses: workers accept by themselves, the manager does not. */
        KERNEL
    }

    /** Address of a listener; host {@code 0.0.0.0} unless the file says otherwise. Port 0 is refused by the parser. */
    public record Listen(String host, int port) {
        /** {@code host:port}, with brackets around IPv6; names lanes and the listener in messages. */
        public String name() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * When an exit is followed by a start.
     *
     * @param minUptime an exit younger than this is unstable
     * @param maxRestarts so many unstable exits in a row end in {@code errored}
     * @param restartDelay fixed wait before a restart; zero: first restart at once, then exponential back-off
     * @param expBackoff first delay of the exponential back-off; zero: lbm's own (100 ms)
     * @param maxMemory bytes of the process tree's resident memory above which the instance is replaced
     */
    public record RestartSpec(
            boolean autostart,
            boolean autorestart,
            Duration minUptime,
            int maxRestarts,
            Duration restartDelay,
            Duration expBackoff,
            Set<Integer> stopExitCodes,
            Optional<Long> maxMemory) {}

    /**
     * How a process is started up and ended.
     *
     * @param killTimeout from the first step of the stop sequence to SIGKILL of the whole tree
     * @param killSignal name without SIG: {@code INT}, {@code TERM}, {@code QUIT}, …
     * @param listenTimeout a process not ready by then has failed to start
     */
    public record StopSpec(
            Duration killTimeout,
            String killSignal,
            boolean treekill,
            boolean shutdownWithMessage,
            boolean waitReady,
            Duration listenTimeout) {}

    /**
     * Where lines go. Without {@code mergeLogs}, {@code -<id>} is put before the extension of each file.
     *
     * @param dateFormat dayjs tokens; empty: lines are not stamped
     * @param out empty: not written ({@code /dev/null}, {@code null})
     * @param combined PM2's {@code log_file}; empty by default
     */
    public record LogSpec(
            Optional<Path> out,
            Optional<Path> error,
            Optional<Path> combined,
            boolean mergeLogs,
            Optional<String> dateFormat,
            boolean json) {}
}
