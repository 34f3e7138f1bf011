package lbm.manager.cli.command;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.Manager;
import lbm.manager.cli.NoManager;
import lbm.manager.spec.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lbm start}: programs, the apps of a file, or stopped ones; waits until they are ready. */
@Command(
        name = "start",
        description = {
            "Start programs, the apps of an ecosystem file, or stopped apps, and wait until they are ready.",
            "Apps that run already and are described as before stay untouched. What stands behind -- are the program's",
            "arguments; flags that describe a program are those of the file, one for one."
        },
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = {
            "  lbm start",
            "  lbm start app.js -i max --name web -- --verbose",
            "  lbm start \"python3 -m http.server 8000\" --name files",
            "  lbm start deploy/ecosystem.yaml --env staging --only web,api",
            "  lbm start web"
        })
final class Start extends Base {
    @Parameters(
            arity = "0..*",
            paramLabel = "SCRIPT|FILE|SELECTOR",
            description = {
                "A program or a command line in quotes; an ecosystem file (default: ./ecosystem.yaml; - reads one from",
                "standard input); or all, id, name, namespace, /regex/, name:N."
            })
    List<String> arguments = List.of();

    @Mixin
    FileOptions options = new FileOptions();

    @Option(names = "--no-wait", description = "Return as soon as the processes are started.")
    boolean noWait;

    @Option(
            names = {"-f", "--force"},
            description = "Also replace an app that runs, even if it is another program of the same name.")
    boolean force;

    @Option(
            names = {"-a", "--update-env"},
            description = "Start stopped apps with the variables of this shell.")
    boolean updateEnv;

    @Option(names = "--attach", description = "Follow the logs afterwards; Ctrl-C ends that, not the app.")
    boolean attach;

    @Option(
            names = "--no-daemon",
            description = "Stay in the foreground as the manager, with the logs; ends with the last app.")
    boolean noDaemon;

    @Option(names = "--parallel", paramLabel = "N", hidden = true, description = "Taken; all are started at once.")
    int parallel;

    @Mixin
    IgnoredFlags ignored = new IgnoredFlags();

    private final StartFlags flags = new StartFlags();
    private List<String> programArguments = List.of();

    Start(Context context) {
        super(context);
    }

    @Override
    void prepare(CommandSpec command) {
        flags.declare(command);
    }

    @Override
    List<String> words(List<String> words) {
        StartWords split = StartWords.of(words);
        programArguments = split.program();
        return split.own();
    }

    @Override
    int run() {
        ignored.notes().forEach(note -> context.err().println("lbm: " + note));
        List<Target> targets = Target.orPrograms(context, arguments);
        Map<String, @Nullable Object> app = new LinkedHashMap<>(flags.fields());
        if (!programArguments.isEmpty()) {
            app.put("args", programArguments);
        }
        for (Target target : targets) {
            if (target.input().isPresent() && !app.isEmpty()) {
                String first = app.keySet().iterator().next();
                throw new Failure(
                        ExitCode.USAGE,
                        flags.names().get(first) + " describes a program, and here a file does that; write " + first
                                + " into it");
            }
        }
        if (noDaemon) {
            return new Foreground(context).run(() -> start(targets, app));
        }
        start(targets, app);
        return 0;
    }

    private void start(List<Target> targets, Map<String, @Nullable Object> app) {
        Manager manager = new Manager(context);
        int left = targets.size();
        for (Target target : targets) {
            Map<String, @Nullable Object> body = manager.client();
            options.into(body, target);
            if (target.input().isEmpty()) {
                body.put("words", target.selectors());
                body.put("app", app);
                body.put("flags", flags.names());
            }
            body.put("wait", !noWait);
            body.put("force", force);
            body.put("updateEnv", updateEnv);
            JsonObject verdict = asked(manager, target, body);
            if (--left == 0) {
                manager.show(verdict, true);
            } else {
                manager.say(verdict);
            }
        }
        if (attach && !noDaemon) {
            new Follow(context).all();
        }
    }

    private JsonObject asked(Manager manager, Target target, Map<String, @Nullable Object> body) {
        List<String> words = target.selectors();
        boolean brings = target.input().isPresent()
                || flags.fields().containsKey("interpreter")
                || words.stream().anyMatch(this::mayBeProgram);
        // A manager that ended in order has left a list of what the next one runs: the word may be on it.
        boolean known = Files.exists(context.home().state());
        try {
            return manager.change("/start", body, brings || known ? Manager.Start.ALWAYS : Manager.Start.FOR_SURVIVORS);
        } catch (NoManager nobody) {
            if (words.contains("all")) {
                throw nobody;
            }
            // As a manager would say it; none is started to say it.
            throw new Failure(
                    ExitCode.NO_SUCH_APP,
                    "no app matches \"" + words.get(0) + "\"; there are none, and it is no file in " + context.cwd()
                            + " and no program on PATH");
        }
    }

    private boolean mayBeProgram(String word) {
        return word.chars().anyMatch(Character::isWhitespace)
                || Files.isRegularFile(context.cwd().resolve(word))
                || Arrays.stream(context.environment().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .filter(folder -> folder.startsWith("/"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(word)));
    }
}
