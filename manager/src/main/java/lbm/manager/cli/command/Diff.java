package lbm.manager.cli.command;

import java.util.List;
import lbm.manager.cli.Context;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.Manager;
import picocli.CommandLine.Command;

/** {@code lbm diff}: what a reload of a file would change. */
@Command(
        name = "diff",
        description = "Show what a reload of an ecosystem file would change; nothing is changed.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm diff", "  lbm diff deploy/ecosystem.yaml --env staging"})
final class Diff extends OfFile {
    Diff(Context context) {
        super(context);
    }

    @Override
    int run() {
        Manager manager = new Manager(context);
        JsonObject answer = manager.ask("/diff", request(manager));
        for (JsonObject app : answer.objects("apps")) {
            String name = app.text("name");
            List<String> changes = app.texts("changes");
            if (changes.isEmpty()) {
                context.out().println(name + ": " + (app.text("what").equals("new") ? "new" : "nothing changed"));
            }
            changes.forEach(change -> context.out().println(name + ": " + change));
        }
        return 0;
    }
}
