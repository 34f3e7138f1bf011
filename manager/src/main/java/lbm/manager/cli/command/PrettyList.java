package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.cli.Reports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lbm prettylist}: {@code jlist} for people. */
@Command(name = "prettylist", description = "Print what jlist prints, indented.")
final class PrettyList extends Base {
    @Option(names = "--secrets", description = "Show the values of variables that look secret.")
    boolean secrets;

    PrettyList(Context context) {
        super(context);
    }

    @Override
    int run() {
        new Reports(context).prettyList(secrets);
        return 0;
    }
}
