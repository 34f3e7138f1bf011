package lbm.manager.cli.command;

import java.util.List;
import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lbm reset}: counters begin anew. */
@Command(
        name = "reset",
        description = "Set the restart counters of apps to zero.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm reset web", "  lbm reset all"})
final class Reset extends Base {
    @Parameters(arity = "1..*", paramLabel = "SELECTOR", description = "all, id, name, namespace, /regex/, name:N.")
    List<String> selectors = List.of();

    Reset(Context context) {
        super(context);
    }

    @Override
    int run() {
        Manager manager = new Manager(context);
        Map<String, @Nullable Object> body = manager.client();
        body.put("selectors", selectors);
        manager.show(manager.change("/reset", body, Manager.Start.FOR_SURVIVORS), false);
        return 0;
    }
}
