package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.spec.ExitCode;
import picocli.CommandLine.Command;

/** {@code lbm} without a command: an error that shows what there is. */
@Command(
        name = "lbm",
        synopsisSubcommandLabel = "COMMAND",
        description = "Runs programs, keeps them alive and shares one port among them.",
        commandListHeading = "%nCommands (each with --help and an example):%n",
        footerHeading = "%nFirst steps:%n",
        footer = {
            "  lbm start        start the apps of ./ecosystem.yaml",
            "  lbm list         what runs",
            "  lbm reload all   replace every process without losing a request"
        })
final class Root extends Base {
    Root(Context context) {
        super(context);
    }

    @Override
    int run() {
        throw new Failure(
                ExitCode.USAGE, "no command given; `lbm --help` lists them, `lbm start` starts ./ecosystem.yaml");
    }
}
