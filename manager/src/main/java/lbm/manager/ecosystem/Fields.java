package lbm.manager.ecosystem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lbm.manager.spec.AppSpec.BalanceStrategy;
import lbm.manager.spec.AppSpec.ExecMode;
import lbm.manager.spec.Entry.Mode;
import lbm.manager.spec.EnvFilter;

/**
 * Every field an app may have: the one table behind parser, JSON Schema and {@code docs/ecosystem.md}. Names are those
 * of PM2 7.0 (its {@code lib/API/schema.json}, of which all are here) and a few of lbm's own.
 */
final class Fields {

    private static final List<Field<?>> TABLE = new ArrayList<>();
    private static final List<Field<?>> SERVE_TABLE = new ArrayList<>();

    // What runs
    static final Field<String> SCRIPT = acted(Field.of(
                    "script",
                    Kinds.TEXT,
                    Field.REQUIRED,
                    "What to run: `serve` for the built-in site worker, a path relative to `cwd`, or a program on PATH.")
            .alias("exec", "cmd", "command")
            .differs("a name is looked up in `cwd`, then on PATH; `serve` is the built-in site worker"));
    static final Field<String> NAME = acted(
            Field.of("name", Kinds.NAME, "script's file name without extension", "Name of the app in every list."));
    static final Field<String> NAME_PREFIX =
            acted(Field.of("name_prefix", Kinds.NAME, "none", "Put before the name, with a colon."));
    static final Field<Boolean> APPEND_ENV = acted(Field.of(
            "append_env_to_name", Kinds.FLAG, "false", "Put the name given by `--env` behind the name, with a dash."));
    static final Field<String> NAMESPACE =
            acted(Field.of("namespace", Kinds.NAME, "default", "Group of apps that selectors can name together."));
    static final Field<String> CWD =
            acted(Field.of("cwd", Kinds.TEXT, "the file's folder", "Working directory; relative to the file's folder.")
                    .differs("relative to the file's folder, not to the shell's; without it the file's folder"));
    static final Field<List<String>> ARGS =
            acted(Field.of("args", ListKinds.ARGUMENTS, "none", "Arguments of the script."));
    static final Field<String> INTERPRETER = acted(
            Field.of(
                            "interpreter",
                            Kinds.TEXT,
                            "by the script's extension",
                            "Program that runs the script (node, python3, …); `none` executes the script itself.")
                    .alias("exec_interpreter")
                    .differs(
                            "`.ts` is run by the first of bun, tsx, ts-node, node; `node@20` of nvm is not known: give its path"));
    static final Field<List<String>> INTERPRETER_ARGS =
            acted(Field.of("interpreter_args", ListKinds.ARGUMENTS, "none", "Arguments of the interpreter.")
                    .alias("node_args", "interpreterArgs"));
    static final Field<Value> SERVE =
            acted(Field.of("serve", ServeKind.KIND, "", "Options of the built-in site worker (`script: serve`)."));

    // How many, and where they listen
    static final Field<Instances> INSTANCES = acted(Field.of(
            "instances",
            Instances.KIND,
            "1",
            "How many processes: `max` or 0 one per processor, -1 one fewer than that, or a number."));
    static final Field<ExecMode> EXEC_MODE = acted(Field.of(
                    "exec_mode",
                    Kinds.oneOf(Map.of(
                            "cluster", ExecMode.CLUSTER,
                            "cluster_mode", ExecMode.CLUSTER,
                            "fork", ExecMode.FORK,
                            "fork_mode", ExecMode.FORK)),
                    "cluster for `serve` and for node with `instances`, else fork",
                    "Whether the instances are one cluster behind one port, or processes on their own.")
            .differs("a cluster of another program than node's has a proxy before it, so it needs `port`"));
    static final Field<Integer> PORT = acted(Field.of(
                    "port",
                    Kinds.whole(1, 65535),
                    "env.PORT; 8080 for `serve`",
                    "Port the app listens on; also given to it as PORT. PORT in the chosen `env_<name>` wins over it.")
            .differs("`PORT` of the chosen `env_<name>` wins"));
    static final Field<String> HOST = acted(
            Field.of(
                    "host",
                    Kinds.TEXT,
                    "0.0.0.0",
                    "Address on which lbm opens `port`, for a site, a proxy or instances that inherit it: an IP address of this machine."));
    static final Field<BalanceStrategy> BALANCE = acted(Field.of(
            "balance",
            Kinds.oneOf(Map.of(
                    "round_robin", BalanceStrategy.ROUND_ROBIN,
                    "least_connections", BalanceStrategy.LEAST_CONNECTIONS,
                    "kernel", BalanceStrategy.KERNEL)),
            "round_robin",
            "Which instance gets the next connection; `kernel`: workers accept by themselves (docs/handoff.md)."));

    static final Field<Mode> LISTEN = acted(Field.of(
            "listen",
            Kinds.oneOf(Map.of("own", Mode.OWN, "inherited", Mode.INHERITED, "proxy", Mode.PROXY, "node", Mode.NODE)),
            "node for a cluster of node's, proxy for another cluster with `port`, else own",
            "How instances come to connections: `own` by themselves; `inherited` from a socket they are given"
                    + " (LISTEN_FDS); `proxy` from lbm's proxy, which has the port; `node` by Node's cluster module."));
    static final Field<Map<String, Object>> PROXY = acted(Field.of(
            "proxy",
            ProxyFields.TABLE,
            "",
            "Options of the proxy of `listen: proxy`, an app of its own: <name>-proxy."));

    // Environment (env_<name> is the pattern field beside it)
    static final Field<Map<String, Value>> ENV = acted(Field.of(
                    "env", Variables.KIND, "none", "Environment variables of the app.")
            .differs("lists and maps become JSON; a variable without a value is a problem; a removed one is removed"));
    static final Field<List<WrittenPath>> ENV_FILE = acted(Field.of(
            "env_file",
            new ListOf<>("files", WrittenPath.FILE),
            "none",
            "Files of NAME=value lines, relative to `cwd`; their variables lie under `env`."));
    static final Field<EnvFilter> FILTER_ENV = acted(Field.of(
                    "filter_env",
                    LaunchFields.FILTER,
                    "false",
                    "Variables of your shell that the app does not get: true for all, or names or their beginnings.")
            .differs("a text of a list is the beginning of names, not any part of them; `env` is never filtered"));
    static final Field<String> INSTANCE_VAR = acted(Field.of(
            "instance_var",
            Kinds.VARIABLE,
            "NODE_APP_INSTANCE",
            "Variable that tells an instance its number in the app."));
    static final Field<String> INCREMENT_VAR = acted(Field.of(
            "increment_var",
            Kinds.VARIABLE,
            "none",
            "Variable that counts up from its value in `env` with each instance."));

    // Restarts
    static final Field<Boolean> AUTOSTART =
            acted(Field.of("autostart", Kinds.FLAG, "true", "Whether `lbm start` starts it at once."));
    static final Field<Boolean> AUTORESTART =
            acted(Field.of("autorestart", Kinds.FLAG, "true", "Whether it is started again after it exits."));
    static final Field<Duration> MIN_UPTIME = acted(Field.of(
                    "min_uptime",
                    Kinds.duration(Duration.ofMillis(100)),
                    "1000ms",
                    "An instance that exits younger than this has crashed at start.")
            .differs("also `1h30m` and `500ms`"));
    static final Field<Integer> MAX_RESTARTS = acted(Field.of(
                    "max_restarts",
                    Kinds.whole(0, Integer.MAX_VALUE),
                    "16",
                    "So many crashes at start in a row end in `errored`; 0: none is followed by a restart.")
            .differs("counts crashes at start in a row, at any pace"));
    static final Field<Duration> RESTART_DELAY = acted(Field.of(
            "restart_delay",
            Kinds.duration(Duration.ZERO),
            "0 (first restart at once, then exponential back-off)",
            "Fixed wait before a restart."));
    static final Field<Duration> EXP_BACKOFF = acted(Field.of(
                    "exp_backoff_restart_delay",
                    Kinds.duration(Duration.ZERO),
                    "100ms",
                    "First wait of the exponential back-off between restarts.")
            .differs("back-off is always on, after a first restart at once"));
    static final Field<Set<Integer>> STOP_EXIT_CODES = acted(Field.of(
            "stop_exit_codes", ListKinds.EXIT_CODES, "none", "Exit codes after which it is not started again."));
    static final Field<Long> MAX_MEMORY = acted(Field.of(
                    "max_memory_restart",
                    Kinds.SIZE_IN_BYTES,
                    "no limit",
                    "Resident memory of an instance's process tree above which it is replaced, e.g. 200M or 1G.")
            .differs("of the process tree, each second, and a reload, not a restart"));

    // Start and stop
    static final Field<Duration> LISTEN_TIMEOUT = acted(Field.of(
                    "listen_timeout",
                    Kinds.duration(Duration.ofMillis(1)),
                    "8s for `serve`, else 3s",
                    "An instance that is not ready by then has failed to start.")
            .differs("then the start has failed, instead of counting as ready; 8s for sites"));
    static final Field<Boolean> WAIT_READY =
            acted(Field.of("wait_ready", Kinds.FLAG, "false", "Whether the program itself says when it is ready."));
    static final Field<Duration> KILL_TIMEOUT = acted(Field.of(
                    "kill_timeout",
                    Kinds.duration(Duration.ofMillis(1)),
                    "5s",
                    "From the first step of a stop to SIGKILL of the whole process tree.")
            .differs("5s instead of 1600ms"));
    static final Field<String> KILL_SIGNAL =
            acted(Field.of("kill_signal", Kinds.oneOf(Signals.NAMES), "INT", "Signal that asks the program to end."));
    static final Field<Boolean> TREEKILL =
            acted(Field.of("treekill", Kinds.FLAG, "true", "Whether the stop signal goes to the whole process tree."));
    static final Field<Boolean> SHUTDOWN_WITH_MESSAGE = acted(Field.of(
            "shutdown_with_message", Kinds.FLAG, "false", "Ask the program to end by a message instead of a signal."));

    static final Field<Value> READY = acted(Field.of(
            "ready",
            CheckFields.READY,
            "as `wait_ready` says",
            "Asked from the start on; the first success means that an instance is ready."));
    static final Field<Value> ALIVE = acted(Field.of(
            "alive", CheckFields.ALIVE, "none", "Asked while an instance is ready; one that fails is replaced."));
    static final Field<Duration> WATCHDOG = acted(Field.of(
            "watchdog",
            Kinds.duration(Duration.ofMillis(100)),
            "none",
            "The program says WATCHDOG=1 to NOTIFY_SOCKET at least so often (sd_notify), else it is replaced."));
    static final Field<Needs> DEPENDS_ON = acted(Field.of(
            "depends_on",
            Needs.KIND,
            "none",
            "Apps of the file that come first: `started`, `ready` or `completed` (ended with exit code 0)."));

    // Reloads by themselves
    static final Field<Watched> WATCH =
            acted(Field.of("watch", Watched.KIND, "false", "Reload when files change: true for all of `cwd`, or paths.")
                    .differs("a reload, one instance after another, not a restart"));
    static final Field<List<String>> IGNORE_WATCH = acted(Field.of(
                    "ignore_watch",
                    Watched.PATTERNS,
                    "hidden files; node_modules and what editors leave never count",
                    "What does not count, under `cwd`; a name without a slash at any depth.")
            .differs("a text is a regular expression only between slashes or with a backslash in it"));
    static final Field<Duration> WATCH_DELAY = acted(Field.of(
                    "watch_delay",
                    Kinds.duration(Duration.ZERO),
                    "200ms",
                    "Without a change for so long the reload begins.")
            .differs("counts from the last change, not from the first; 0 in PM2"));
    static final Field<Map<String, Object>> WATCH_OPTIONS = acted(
            Field.of("watch_options", Watched.OPTIONS, "", "Options of PM2's watcher; only `ignored` means something.")
                    .differs("`ignored` works; the others are accepted, since the kernel tells of changes"));
    static final Field<String> CRON = acted(Field.of(
                    "cron_restart",
                    Kinds.TEXT,
                    "none",
                    "Reload at the times of a crontab line, perhaps with seconds in front; 0 for none.")
            .alias("cron")
            .differs("a reload, one instance after another, not a restart"));

    // As whom, and within which limits
    static final Field<String> USER = acted(Field.of(
                    "uid",
                    Kinds.TEXT,
                    "the manager's",
                    "User the app runs as: name or number; only for root's manager.")
            .alias("user"));
    static final Field<String> GROUP =
            acted(Field.of("gid", Kinds.TEXT, "the user's", "Group the app runs as: name or number."));
    static final Field<Integer> NOFILE =
            acted(Field.of("nofile", LaunchFields.NOFILE, "the manager's", "Most open files of a process."));
    static final Field<Integer> NICE = acted(Field.of(
            "nice",
            LaunchFields.NICE,
            "the manager's",
            "Priority: -20 is served first, 19 last; below 0 only for root."));
    static final Field<Long> MEMORY_MAX = acted(Field.of(
            "memory_max",
            Kinds.SIZE_IN_BYTES,
            "no limit",
            "Most memory of an instance's process tree, held by the kernel where lbm has a cgroup of its own."));
    static final Field<Double> CPU_MAX = acted(Field.of(
            "cpu_max", LaunchFields.CPU, "no limit", "Most processor time of an instance's process tree, likewise."));
    static final Field<String> PID_FILE = acted(Field.of(
                    "pid_file",
                    Kinds.TEXT,
                    "none",
                    "One more file for the process id, relative to `cwd`; -<id> is put in before its extension.")
            .alias("pid"));

    // Logs
    static final Field<LogTarget> OUT_FILE = acted(Field.of(
                    "out_file",
                    LogTarget.FILE,
                    "<home>/logs/<name>-out.log",
                    "File for stdout, relative to `cwd`; /dev/null for none.")
            .alias("out", "output", "out_log"));
    static final Field<LogTarget> ERROR_FILE = acted(Field.of(
                    "error_file",
                    LogTarget.FILE,
                    "<home>/logs/<name>-error.log",
                    "File for stderr, relative to `cwd`; /dev/null for none.")
            .alias("error", "err", "err_file", "err_log"));
    static final Field<LogTarget> LOG_FILE = acted(Field.of(
                    "log_file",
                    LogTarget.FILE_OR_FLAG,
                    "none",
                    "File for stdout and stderr together; true for <home>/logs/<name>.log.")
            .alias("log"));
    static final Field<Boolean> DISABLE_LOGS =
            acted(Field.of("disable_logs", Kinds.FLAG, "false", "Write no log file at all."));
    static final Field<Boolean> MERGE_LOGS = acted(Field.of(
                    "merge_logs",
                    Kinds.FLAG,
                    "true for a fork without `instances`, else false",
                    "One file for all instances instead of one each (-<id> in its name).")
            .alias("combine_logs"));
    static final Field<String> LOG_DATE_FORMAT = acted(Field.of(
            "log_date_format",
            Kinds.TEXT,
            "lines are not stamped",
            "Stamp of each line in day.js tokens: YYYY-MM-DD HH:mm:ss Z."));
    static final Field<Boolean> TIME = acted(Field.of(
                    "time",
                    Kinds.FLAG,
                    "false",
                    "Stamp lines with YYYY-MM-DDTHH:mm:ss unless `log_date_format` says otherwise.")
            .differs("`log_date_format` wins over it"));
    static final Field<Boolean> LOG_TYPE = acted(Field.of(
                    "log_type",
                    Kinds.oneOf(Map.of("json", true, "raw", false)),
                    "raw",
                    "json: each line as an object with message, timestamp, type, process_id and app_name.")
            .differs("json: one object for each line, not for each chunk"));

    // The serve block
    static final Field<String> SERVE_ROOT = serve(Field.of(
            "root", Kinds.TEXT, "env.PM2_SERVE_PATH, else cwd", "Folder of the built site, relative to `cwd`."));
    static final Field<Boolean> SERVE_SPA = serve(Field.of(
            "spa",
            Kinds.FLAG,
            "env.PM2_SERVE_SPA, else false",
            "Answer deep links with index.html (single-page app)."));
    static final Field<Integer> SERVE_WARMUP = serve(Field.of(
            "warmup", Kinds.whole(0, 100_000), "1000", "Requests an instance makes to itself before it is ready."));
    static final Field<Long> SERVE_MEMORY =
            serve(Field.of("memory", Kinds.SIZE_IN_BYTES, "64M", "Most heap of one worker, at least 16M."));

    static {
        IdleFields.ALL.forEach(TABLE::add);
        SERVE_TABLE.addAll(SiteFields.ALL);
    }

    /** Fields of an app, {@code env_<name>} aside. */
    static final List<Field<?>> APP = List.copyOf(TABLE);

    /** Fields of its {@code serve} block. */
    static final List<Field<?>> IN_SERVE = List.copyOf(SERVE_TABLE);

    private Fields() {}

    private static <T> Field<T> acted(Field<T> field) {
        TABLE.add(field);
        return field;
    }

    private static <T> Field<T> serve(Field<T> field) {
        SERVE_TABLE.add(field);
        return field;
    }

    /** The field that is written so, by name or alias. */
    static Optional<Field<?>> written(String key, List<Field<?>> fields) {
        return fields.stream()
                .filter(f -> f.name().equals(key) || f.aliases().contains(key))
                .findFirst();
    }

    /** Every way a field can be written, for {@code did you mean}. */
    static List<String> names(List<Field<?>> fields) {
        List<String> names = new ArrayList<>();
        fields.forEach(f -> {
            names.add(f.name());
            names.addAll(f.aliases());
        });
        return names;
    }
}
