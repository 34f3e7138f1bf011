package lbm.manager.cli.command;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import lbm.manager.cli.Failure;
import lbm.manager.spec.ExitCode;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The flags of {@code lbm start} that describe a program: one table from flag to field of the ecosystem file. What a value
 * may be is for the file's parser to say.
 */
final class StartFlags {

    /** What stands behind a flag. */
    private enum Kind {
        /** One value. */
        TEXT,
        /** Several values: comma between, or the flag again. */
        LIST,
        /** No value: true. */
        YES,
        /** No value: false. */
        NO,
        /** Seconds, with a fraction or {@code ms} behind, as PM2 has it for this one flag. */
        SECONDS
    }

    private record Flag(Kind kind, String field, String label, String description, List<String> names) {}

    private static final List<Flag> TABLE = List.of(
            flag(
                    Kind.TEXT,
                    "name",
                    "NAME",
                    "Name of the app (default: the script's without extension).",
                    "-n",
                    "--name"),
            flag(Kind.TEXT, "namespace", "NAME", "Group of apps that selectors can name.", "--namespace"),
            flag(Kind.TEXT, "instances", "N", "How many: a number, max, or -1 for one fewer.", "-i", "--instances"),
            flag(Kind.TEXT, "exec_mode", "MODE", "fork or cluster.", "--exec-mode"),
            flag(Kind.TEXT, "port", "PORT", "Port the program listens on; given to it as PORT.", "--port"),
            flag(Kind.TEXT, "cwd", "FOLDER", "Its working directory (default: this one).", "--cwd"),
            flag(Kind.TEXT, "interpreter", "PROGRAM", "What runs the script; none: itself.", "--interpreter"),
            flag(
                    Kind.TEXT,
                    "interpreter_args",
                    "ARGS",
                    "Arguments of the interpreter.",
                    "--interpreter-args",
                    "--node-args"),
            flag(Kind.TEXT, "uid", "USER", "User it runs as.", "--uid"),
            flag(Kind.TEXT, "gid", "GROUP", "Group it runs as.", "--gid"),
            flag(Kind.LIST, "filter_env", "PREFIX", "Keep variables of this shell from it.", "--filter-env"),
            flag(Kind.TEXT, "instance_var", "NAME", "Variable with the instance's number.", "--instance-var"),
            flag(Kind.TEXT, "increment_var", "NAME", "Variable that counts up by instance.", "--increment-var"),
            flag(
                    Kind.YES,
                    "watch",
                    "",
                    "Restart it when files of its folder change; --watch=PATH,… names them.",
                    "--watch"),
            flag(Kind.LIST, "watch", "PATH", "The same as --watch=PATH.", "--watch-paths"),
            flag(Kind.LIST, "ignore_watch", "PATTERN", "Paths that --watch leaves out.", "--ignore-watch"),
            flag(Kind.SECONDS, "watch_delay", "SECONDS", "Wait after a change; 500ms is that.", "--watch-delay"),
            flag(Kind.TEXT, "cron_restart", "PATTERN", "Restart at these times.", "-c", "--cron", "--cron-restart"),
            flag(Kind.TEXT, "max_memory_restart", "SIZE", "Replace it above this, e.g. 200M.", "--max-memory-restart"),
            flag(Kind.NO, "autostart", "", "Only add it to the list.", "--no-autostart"),
            flag(Kind.NO, "autorestart", "", "Do not start it again when it exits.", "--no-autorestart"),
            flag(Kind.LIST, "stop_exit_codes", "CODE", "Exit codes after which it stays down.", "--stop-exit-codes"),
            flag(Kind.TEXT, "max_restarts", "N", "Exits at start in a row until errored.", "--max-restarts"),
            flag(Kind.TEXT, "min_uptime", "TIME", "Younger exits are exits at start.", "--min-uptime"),
            flag(Kind.TEXT, "restart_delay", "TIME", "Fixed wait before a restart.", "--restart-delay"),
            flag(
                    Kind.TEXT,
                    "exp_backoff_restart_delay",
                    "TIME",
                    "First wait of the growing one.",
                    "--exp-backoff-restart-delay"),
            flag(Kind.YES, "wait_ready", "", "It says itself when it is ready.", "--wait-ready"),
            flag(Kind.TEXT, "listen_timeout", "TIME", "It must be ready by then.", "--listen-timeout"),
            flag(Kind.TEXT, "kill_timeout", "TIME", "From stop signal to SIGKILL.", "-k", "--kill-timeout"),
            flag(Kind.TEXT, "kill_signal", "SIGNAL", "What asks it to end.", "--kill-signal"),
            flag(Kind.NO, "treekill", "", "Signal the process alone, not its children.", "--no-treekill"),
            flag(
                    Kind.YES,
                    "shutdown_with_message",
                    "",
                    "Ask it to end by a message, not a signal.",
                    "--shutdown-with-message"),
            flag(Kind.TEXT, "pid_file", "FILE", "File for its process id.", "-p", "--pid"),
            flag(Kind.TEXT, "log_file", "FILE", "Log of stdout and stderr together.", "-l", "--log"),
            flag(Kind.TEXT, "out_file", "FILE", "Log of stdout.", "-o", "--output"),
            flag(Kind.TEXT, "error_file", "FILE", "Log of stderr.", "-e", "--error"),
            flag(Kind.YES, "time", "", "Stamp each line of its logs.", "--time"),
            flag(Kind.TEXT, "log_date_format", "FORMAT", "How, e.g. YYYY-MM-DD.", "--log-date-format"),
            flag(Kind.TEXT, "log_type", "TYPE", "raw or json.", "--log-type"),
            flag(Kind.YES, "merge_logs", "", "One log for all instances.", "--merge-logs"),
            flag(Kind.YES, "disable_logs", "", "No log file at all.", "--disable-logs"));

    private final Map<Flag, OptionSpec> options = new LinkedHashMap<>();

    private static Flag flag(Kind kind, String field, String label, String description, String... names) {
        return new Flag(kind, field, label, description, List.of(names));
    }

    /** Makes the flags known to the parser of a command. */
    void declare(CommandSpec command) {
        for (Flag flag : TABLE) {
            boolean alone = flag.kind() == Kind.YES || flag.kind() == Kind.NO;
            OptionSpec.Builder option = OptionSpec.builder(flag.names().toArray(String[]::new))
                    .description(flag.description())
                    .arity(alone ? "0" : "1");
            if (flag.kind() == Kind.LIST) {
                option.type(List.class)
                        .auxiliaryTypes(String.class)
                        .splitRegex(",")
                        .paramLabel(flag.label());
            } else if (alone) {
                option.type(boolean.class);
            } else {
                option.type(String.class).paramLabel(flag.label());
            }
            if (flag.field().equals("interpreter_args")) {
                option.preprocessor(StartFlags::asItStands);
            }
            OptionSpec made = option.build();
            command.addOption(made);
            options.put(flag, made);
        }
    }

    /** Takes the next word as the value, also one that looks like a flag of ours: {@code -cp lib}, {@code --watch}. */
    private static boolean asItStands(
            Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        if (words.isEmpty() || words.peek().equals("--")) {
            return false;
        }
        option.setValue(words.pop());
        return true;
    }

    /** The fields that were given. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        options.forEach((flag, option) -> {
            Object value = option.getValue();
            if (value != null && !Boolean.FALSE.equals(value)) {
                fields.put(flag.field(), field(flag, value));
            }
        });
        return fields;
    }

    /** What to call each field in a message: the flag as its long name. */
    Map<String, Object> names() {
        Map<String, Object> names = new LinkedHashMap<>();
        for (Flag flag : TABLE) {
            names.putIfAbsent(flag.field(), longest(flag));
        }
        names.put("args", "-- ARGS");
        return names;
    }

    private static String longest(Flag flag) {
        String found = flag.names().get(0);
        for (String name : flag.names()) {
            found = found.startsWith("--") ? found : name;
        }
        return found;
    }

    private static Object field(Flag flag, Object value) {
        return switch (flag.kind()) {
            case YES -> true;
            case NO -> false;
            case LIST -> new ArrayList<>((List<?>) value);
            case SECONDS -> millis(flag, String.valueOf(value));
            case TEXT -> value;
        };
    }

    private static Object millis(Flag flag, String written) {
        if (!written.matches("[0-9]{1,6}([.][0-9]{1,3})?")) {
            return written.matches("[0-9]{1,9}ms") ? written : refused(flag, written);
        }
        return new BigDecimal(written).movePointRight(3).longValue();
    }

    private static Object refused(Flag flag, String written) {
        throw new Failure(
                ExitCode.USAGE, longest(flag) + ": \"" + written + "\" is not a duration; expected e.g. 4 or 500ms");
    }
}
