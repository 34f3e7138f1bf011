package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import picocli.CommandLine.Command;

/** {@code lbm resurrect}: brings the saved apps back. */
@Command(
        name = "resurrect",
        description = {
            "Start the apps that `lbm save` wrote down and that are not there; what runs is left alone.",
            "A list that cannot be read is left as it is, and the one saved before is used."
        },
        footerHeading = "%nExample:%n",
        footer = {"  lbm resurrect"})
final class Resurrect extends Base {
    Resurrect(Context context) {
        super(context);
    }

    @Override
    int run() {
        Manager manager = new Manager(context);
        manager.show(manager.change("/resurrect", manager.client(), Manager.Start.ALWAYS), true);
        return 0;
    }
}
