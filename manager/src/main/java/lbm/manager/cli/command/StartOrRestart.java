package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import picocli.CommandLine.Command;

/** {@code lbm startOrRestart}: the apps of a file, started where they are not there, else restarted. */
@Command(
        name = "startOrRestart",
        description = "Restart the apps of an ecosystem file; those that are not there are started.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm startOrRestart ecosystem.yaml --env staging"})
final class StartOrRestart extends OfFile {
    StartOrRestart(Context context) {
        super(context);
    }

    @Override
    int run() {
        Manager manager = new Manager(context);
        manager.show(manager.change("/restart", request(manager), Manager.Start.ALWAYS), true);
        return 0;
    }
}
