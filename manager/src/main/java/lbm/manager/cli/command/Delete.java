package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import picocli.CommandLine.Command;

/** {@code lbm delete}: ends processes and forgets the apps. */
@Command(
        name = "delete",
        aliases = "del",
        description = {"End the processes of apps and take the apps out of the list.", "Their log files stay."},
        footerHeading = "%nExample:%n",
        footer = {"  lbm delete all", "  lbm delete web api", "  lbm delete ecosystem.yaml --only web"})
final class Delete extends OnTargets {
    Delete(Context context) {
        super(context);
    }

    @Override
    int run() {
        namedSomething();
        return act("/delete");
    }
}
