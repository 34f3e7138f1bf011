package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import picocli.CommandLine.Command;

/** {@code lbm startOrReload}: the apps of a file, started where they are not there, else reloaded. */
@Command(
        name = "startOrReload",
        description = "Reload the apps of an ecosystem file; those that are not there are started.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm startOrReload ecosystem.yaml --env staging"})
final class StartOrReload extends OfFile {
    StartOrReload(Context context) {
        super(context);
    }

    @Override
    int run() {
        Manager manager = new Manager(context);
        manager.show(manager.change("/reload", request(manager), Manager.Start.ALWAYS), true);
        return 0;
    }
}
