package lbm.manager.cli.command;

import java.util.List;
import lbm.manager.cli.Context;
import lbm.manager.cli.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lbm pid}: the process ids of an app. */
@Command(
        name = "pid",
        description = "Print the process ids of apps, one a line; 0 for an instance without a process.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm pid web", "  kill -QUIT $(lbm pid web:0)"})
final class Pid extends Base {
    @Parameters(
            arity = "0..*",
            paramLabel = "SELECTOR",
            description = "all, id, name, namespace, /regex/, name:N (default: all).")
    List<String> selectors = List.of("all");

    Pid(Context context) {
        super(context);
    }

    @Override
    int run() {
        for (JsonObject instance : Chosen.of(context, selectors)) {
            context.out().println(instance.number("pid"));
        }
        return 0;
    }
}
