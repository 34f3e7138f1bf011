package lbm.manager.cli.command;

import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import picocli.CommandLine.Command;

/** {@code lbm reloadLogs}: log files are opened anew. */
@Command(
        name = "reloadLogs",
        description = {
            "Open all log files anew after somebody renamed them.",
            "The manager notices that by itself within a second; when this returns it is so."
        },
        footerHeading = "%nExample:%n",
        footer = {"  mv web-out.log web-out.log.1 && lbm reloadLogs && gzip web-out.log.1"})
final class ReloadLogs extends Base {
    ReloadLogs(Context context) {
        super(context);
    }

    @Override
    int run() {
        context.out().println(new Manager(context).ask("/reloadLogs", Map.of()).text("message"));
        return 0;
    }
}
