package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.cli.Reports;
import picocli.CommandLine.Command;

/** {@code lbm ping}; without options it is answered before it gets here. */
@Command(
        name = "ping",
        description = "Ask whether a manager runs (exit 4 when none does). Never starts one.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm ping || echo down"})
final class Ping extends Base {
    Ping(Context context) {
        super(context);
    }

    @Override
    int run() {
        new Reports(context).ping();
        return 0;
    }
}
