package lbm.manager.cli.command;

import java.util.ArrayList;
import java.util.List;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.spec.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code lbm deploy}: told that it is not there, instead of "no command". */
@Command(
        name = "deploy",
        hidden = true,
        description = "Not there: lbm runs programs, it does not copy them to machines.")
final class Deploy extends Base {
    @Unmatched
    List<String> arguments = new ArrayList<>();

    Deploy(Context context) {
        super(context);
    }

    @Override
    int run() {
        throw new Failure(
                ExitCode.USAGE,
                "there is no deploy: bring the files there (git, rsync), then `lbm reload ecosystem.yaml` on that machine");
    }
}
