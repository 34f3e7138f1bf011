package lbm.manager.cli.command;

import java.io.IOException;
import java.util.stream.Collectors;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.install.io.Installations;
import lbm.manager.spec.ExitCode;
import picocli.CommandLine.Command;

/** {@code lbm manager-command}: the line scripts/lbm becomes at {@code lbm daemon}, quoted for a POSIX shell. */
@Command(name = "manager-command", hidden = true, description = "Print the manager's command line.")
final class ManagerCommand extends Base {
    ManagerCommand(Context context) {
        super(context);
    }

    @Override
    int run() {
        try {
            context.out()
                    .println(Installations.here(context.home().path()).managerCommand().stream()
                            .map(ManagerCommand::quoted)
                            .collect(Collectors.joining(" ")));
            return 0;
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "lbm's own files cannot be read: " + e.getMessage());
        }
    }

    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
