package lbm.manager.cli.command;

import java.util.List;
import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.Manager;
import lbm.manager.spec.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that changes what files or selectors name: stop, restart, reload, delete. */
abstract class OnTargets extends Base {
    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|SELECTOR",
            description =
                    "An ecosystem file (- reads one from standard input), or all, id, name, namespace, /regex/, name:N.")
    List<String> arguments = List.of();

    @Mixin
    FileOptions options = new FileOptions();

    @Mixin
    IgnoredFlags ignored = new IgnoredFlags();

    @Option(names = "--attach", description = "Follow the logs afterwards; Ctrl-C ends that alone.")
    boolean attach;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "How many at a time (restart; a reload goes one by one).")
    @Nullable
    Integer parallel;

    OnTargets(Context context) {
        super(context);
    }

    /** Puts what is special about the command into a request. */
    void into(Map<String, @Nullable Object> body) {}

    /** For commands that end things: nothing named must not mean a whole file. */
    final void namedSomething() {
        if (arguments.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "nothing is named; expected an ecosystem file, all, id, name, namespace or /regex/");
        }
    }

    /** Asks for one target after another, shows the table, follows the logs if told to. */
    final int act(String path) {
        ignored.notes().forEach(note -> context.err().println("lbm: " + note));
        Manager manager = new Manager(context);
        List<Target> targets = Target.of(context, arguments);
        int left = targets.size();
        for (Target target : targets) {
            Map<String, @Nullable Object> body = manager.client();
            options.into(body, target);
            body.put("selectors", target.selectors());
            into(body);
            if (parallel != null) {
                body.put("parallel", parallel);
            }
            JsonObject verdict = manager.change(path, body, Manager.Start.FOR_SURVIVORS);
            if (--left == 0) {
                manager.show(verdict, false);
            } else {
                manager.say(verdict);
            }
        }
        if (attach) {
            new Follow(context).all();
        }
        return 0;
    }
}
