package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.cli.Reports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lbm jlist}: the list for programs. */
@Command(
        name = "jlist",
        description = "Print what runs as JSON, in the shape of pm2 jlist.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm jlist | jq '.[] | {name, pid, status: .pm2_env.status}'"})
final class JList extends Base {
    @Option(names = "--secrets", description = "Show the values of variables that look secret.")
    boolean secrets;

    JList(Context context) {
        super(context);
    }

    @Override
    int run() {
        new Reports(context).jlist(secrets);
        return 0;
    }
}
