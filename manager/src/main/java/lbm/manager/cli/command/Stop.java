package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import picocli.CommandLine.Command;

/** {@code lbm stop}: ends processes but keeps the apps. */
@Command(
        name = "stop",
        description = {
            "End the processes of apps, keep the apps.",
            "Connections are drained first. `lbm start` brings the apps up again."
        },
        footerHeading = "%nExample:%n",
        footer = {"  lbm stop all", "  lbm stop web api", "  lbm stop ecosystem.yaml --only web"})
final class Stop extends OnTargets {
    Stop(Context context) {
        super(context);
    }

    @Override
    int run() {
        namedSomething();
        return act("/stop");
    }
}
