package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.cli.Reports;
import picocli.CommandLine.Command;

/** {@code lbm list}; without options it is answered before it gets here. */
@Command(
        name = "list",
        aliases = {"ls", "status"},
        description = "Show what runs. Never starts a manager.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm list"})
final class ListApps extends Base {
    ListApps(Context context) {
        super(context);
    }

    @Override
    int run() {
        new Reports(context).list();
        return 0;
    }
}
