package lbm.manager.cli.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lbm.manager.cli.Context;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.Manager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lbm diff}: what a reload of a file would change. */
@Command(
        name = "diff",
        description = "Show what a reload of an ecosystem file would change; nothing is changed.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm diff", "  lbm diff deploy/ecosystem.yaml --env staging"})
final class Diff extends Base {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "An ecosystem file (default: ./ecosystem.yaml).")
    @Nullable
    String file;

    @Mixin
    FileOptions options = new FileOptions();

    Diff(Context context) {
        super(context);
    }

    @Override
    int run() {
        Manager manager = new Manager(context);
        Map<String, @Nullable Object> body = manager.client();
        options.into(body, Target.file(context, Optional.ofNullable(file)));
        JsonObject answer = manager.ask("/diff", body);
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
