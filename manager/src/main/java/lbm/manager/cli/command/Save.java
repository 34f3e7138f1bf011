package lbm.manager.cli.command;

import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lbm save}: freezes the list of apps. */
@Command(
        name = "save",
        description = {
            "Write down which apps there are, with their settings and variables; `lbm resurrect` brings them back.",
            "The list saved before is kept as dump.json.1."
        },
        footerHeading = "%nExample:%n",
        footer = {"  lbm save"})
final class Save extends Base {
    @Option(
            names = {"-f", "--force"},
            description = "Also when there is no app.")
    boolean force;

    Save(Context context) {
        super(context);
    }

    @Override
    int run() {
        context.out()
                .println(new Manager(context)
                        .ask("/save", Map.of("force", force))
                        .text("message"));
        return 0;
    }
}
