package lbm.manager.cli.command;

import java.util.List;
import lbm.manager.cli.Context;
import lbm.manager.cli.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lbm id}: the ids of an app. */
@Command(
        name = "id",
        description = "Print the ids of the instances of apps, one a line.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm id web"})
final class Id extends Base {
    @Parameters(arity = "1..*", paramLabel = "SELECTOR", description = "all, id, name, namespace, /regex/, name:N.")
    List<String> selectors = List.of();

    Id(Context context) {
        super(context);
    }

    @Override
    int run() {
        for (JsonObject instance : Chosen.of(context, selectors)) {
            context.out().println(instance.text("id"));
        }
        return 0;
    }
}
