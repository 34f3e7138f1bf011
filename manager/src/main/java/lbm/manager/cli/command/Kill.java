package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import lbm.manager.cli.NoManager;
import picocli.CommandLine.Command;

/** {@code lbm kill}: ends everything, the manager last. */
@Command(
        name = "kill",
        description = "Stop all apps in order and end the manager.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm kill"})
final class Kill extends Base {
    Kill(Context context) {
        super(context);
    }

    @Override
    int run() {
        try {
            String message = new Manager(context).end().text("message");
            context.out().println(message.isEmpty() ? "all apps stopped, manager ended" : message);
        } catch (NoManager nobody) {
            // Not a failure: what was asked for is so.
            context.out().println("no manager runs, nothing to end");
        }
        return 0;
    }
}
