package lbm.manager.cli.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.ecosystem.Nearest;
import lbm.manager.spec.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands by name; only the one that is called is made, since each costs the option parser 5 ms. */
public final class Commands {
    private static final List<String> NAMES = List.of(
            "start",
            "stop",
            "restart",
            "reload",
            "delete",
            "scale",
            "reset",
            "startOrRestart",
            "startOrReload",
            "list",
            "jlist",
            "prettylist",
            "id",
            "pid",
            "env",
            "describe",
            "why",
            "logs",
            "flush",
            "reloadLogs",
            "monit",
            "send",
            "attach",
            "doctor",
            "report",
            "set",
            "multiset",
            "get",
            "unset",
            "conf",
            "events",
            "wait",
            "diff",
            "sendSignal",
            "save",
            "resurrect",
            "cleardump",
            "serve",
            "init",
            "import",
            "kill",
            "ping",
            "update",
            "validate",
            "schema",
            "daemon",
            "manager-command",
            "startup",
            "unstartup",
            "service-stop",
            "archives",
            "version",
            "completion");

    /** Those that change something and only tell how that went. */
    private static final Set<String> ACTIONS = Set.of(
            "start",
            "stop",
            "restart",
            "reload",
            "delete",
            "scale",
            "reset",
            "startOrRestart",
            "startOrReload",
            "flush",
            "reloadLogs",
            "set",
            "multiset",
            "unset",
            "wait",
            "sendSignal",
            "send",
            "save",
            "resurrect",
            "cleardump",
            "serve",
            "init",
            "import",
            "kill",
            "update",
            "startup",
            "unstartup");

    private Commands() {}

    /**
     * Parses and runs.
     *
     * @return the exit code
     * @throws Failure also for arguments that cannot be parsed
     */
    public static int run(Context context, String[] args) {
        boolean before = args.length > 1 && List.of("-s", "--silent").contains(args[0]);
        String[] words = before ? Arrays.copyOfRange(args, 1, args.length) : args.clone();
        if (words.length > 0) {
            words[0] = alias(words[0]);
        }
        CommandLine root = parser(context, words.length > 0 ? words[0] : "");
        try {
            ParseResult parsed = root.parseArgs(prepared(root, words));
            if (CommandLine.printHelpIfRequested(parsed)) {
                return 0;
            }
            while (parsed.hasSubcommand()) {
                parsed = parsed.subcommand();
            }
            Base command = (Base) parsed.commandSpec().userObject();
            if (before || command.silent) {
                command.hush(!ACTIONS.contains(parsed.commandSpec().name()));
            }
            return command.run();
        } catch (ParameterException e) {
            throw misused(e);
        }
    }

    private static String[] prepared(CommandLine root, String[] words) {
        CommandLine called = words.length > 0 ? root.getSubcommands().get(words[0]) : null;
        if (called == null) {
            return words;
        }
        List<String> all = new ArrayList<>(List.of(words[0]));
        all.addAll(((Base) called.getCommand()).words(List.of(words).subList(1, words.length)));
        return all.toArray(String[]::new);
    }

    private static void add(CommandLine root, Base command) {
        CommandLine parser = new CommandLine(command);
        command.prepare(parser.getCommandSpec());
        root.addSubcommand(parser);
    }

    /** Short forms of PM2's that the help does not list. */
    private static String alias(String word) {
        return switch (word) {
            case "l", "ps" -> "list";
            case "startOrGracefulReload" -> "startOrReload";
            case "dump" -> "save";
            case "imonit", "dashboard", "dash" -> "monit";
            case "updatePM2" -> "update";
            case "expose" -> "serve";
            case "-v", "-V", "--version" -> "version";
            case "help" -> "--help";
            default -> word;
        };
    }

    /** The parser with the named command alone, or with all of them when there is none of that name. */
    static CommandLine parser(Context context, String called) {
        CommandLine root = new CommandLine(new Root(context));
        Optional<Base> only = command(context, called);
        if (only.isPresent()) {
            add(root, only.get());
        } else {
            for (String name : NAMES) {
                command(context, name).ifPresent(command -> add(root, command));
            }
            root.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
            root.getCommandSpec().usageMessage().exitCodeList(exitCodes());
        }
        root.setColorScheme(
                CommandLine.Help.defaultColorScheme(context.terminal().colour() ? Ansi.ON : Ansi.OFF));
        // Never "auto": picocli would start stty to learn the width.
        root.setUsageHelpWidth(Math.max(
                UsageMessageSpec.DEFAULT_USAGE_WIDTH,
                Math.min(context.terminal().columns(), 120)));
        root.setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8));
        root.setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8));
        return root;
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> table = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            table.put(" " + code.code(), code.meaning());
        }
        return table;
    }

    private static Failure misused(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String help = command.getCommandSpec().qualifiedName() + " --help";
        String said = String.valueOf(e.getMessage());
        // Picocli's messages may have several lines; the first is the one that says it.
        String line = said.lines().findFirst().orElse(said);
        List<String> near = List.of();
        if (e instanceof UnmatchedArgumentException unmatched) {
            near = unmatched.getSuggestions();
            if (command.getParent() == null && !unmatched.getUnmatched().isEmpty() && !unmatched.isUnknownOption()) {
                String word = unmatched.getUnmatched().get(0);
                line = "no command \"" + word + "\"";
                near = near(command, word);
            }
        }
        String hint = near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
        return new Failure(ExitCode.USAGE.code(), line + hint, List.of("see `" + help + "`"));
    }

    private static List<String> near(CommandLine root, String word) {
        List<String> known = root.getSubcommands().entrySet().stream()
                .filter(it -> !it.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList();
        return Nearest.to(word, known).stream().toList();
    }

    private static Optional<Base> command(Context context, String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "start" -> new Start(context);
                    case "stop" -> new Stop(context);
                    case "restart" -> new Restart(context);
                    case "reload" -> new Reload(context);
                    case "delete", "del" -> new Delete(context);
                    case "scale" -> new Scale(context);
                    case "list", "ls", "status" -> new ListApps(context);
                    case "jlist" -> new JList(context);
                    case "reset" -> new Reset(context);
                    case "startOrRestart" -> new StartOrRestart(context);
                    case "startOrReload" -> new StartOrReload(context);
                    case "prettylist" -> new PrettyList(context);
                    case "id" -> new Id(context);
                    case "pid" -> new Pid(context);
                    case "env" -> new Env(context);
                    case "events" -> new Events(context);
                    case "wait" -> new Wait(context);
                    case "diff" -> new Diff(context);
                    case "sendSignal" -> new SendSignal(context);
                    case "save" -> new Save(context);
                    case "resurrect" -> new Resurrect(context);
                    case "cleardump" -> new ClearDump(context);
                    case "import" -> new Import(context);
                    case "init", "ecosystem" -> new Init(context);
                    case "serve" -> new Serve(context);
                    case "ping" -> new Ping(context);
                    case "describe", "desc", "show", "info" -> new Describe(context);
                    case "why" -> new Why(context);
                    case "logs" -> new Logs(context);
                    case "reloadLogs" -> new ReloadLogs(context);
                    case "monit" -> new Monit(context);
                    case "send" -> new Send(context);
                    case "attach" -> new Attach(context);
                    case "doctor" -> new Doctor(context);
                    case "report" -> new ReportText(context);
                    case "set" -> new ConfCommands.Put(context);
                    case "multiset" -> new ConfCommands.Several(context);
                    case "get" -> new ConfCommands.Get(context);
                    case "unset" -> new ConfCommands.Unset(context);
                    case "conf", "config" -> new ConfCommands.Either(context);
                    case "deploy" -> new Deploy(context);
                    case "flush" -> new Flush(context);
                    case "kill" -> new Kill(context);
                    case "update" -> new Update(context);
                    case "daemon" -> new Daemon(context);
                    case "manager-command" -> new ManagerCommand(context);
                    case "validate" -> new Validate(context);
                    case "schema" -> new SchemaText(context);
                    case "archives" -> new MakeArchives(context);
                    case "startup" -> new Startup(context);
                    case "unstartup" -> new Unstartup(context);
                    case "service-stop" -> new ServiceStop(context);
                    case "version" -> new Version(context);
                    case "completion" -> new Completion(context);
                    default -> null;
                });
    }
}
