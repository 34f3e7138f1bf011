package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import picocli.CommandLine.Command;

/** {@code lbm update}: a new manager for the running apps. */
@Command(
        name = "update",
        description = {
            "Replace the running manager by the installed version.",
            "No app is restarted: the new manager takes over the running processes."
        },
        footerHeading = "%nExample:%n",
        footer = {"  git pull && mvn -q -DskipTests package && lbm update"})
final class Update extends Base {
    Update(Context context) {
        super(context);
    }

    @Override
    int run() {
        Manager manager = new Manager(context);
        manager.show(manager.update(), false);
        return 0;
    }
}
