package lbm.manager.cli.command;

import java.util.List;
import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.Manager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lbm flush}: empties log files. */
@Command(
        name = "flush",
        description = "Empty the log files of apps.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm flush web"})
final class Flush extends Base {
    @Parameters(arity = "0..*", paramLabel = "SELECTOR", description = "id, name, namespace, /regex/ (default: all).")
    List<String> selectors = List.of("all");

    Flush(Context context) {
        super(context);
    }

    @Override
    int run() {
        JsonObject answer = new Manager(context).ask("/flush", Map.of("selectors", selectors));
        String message = answer.text("message");
        context.out().println(message.isEmpty() ? "log files emptied" : message);
        return 0;
    }
}
