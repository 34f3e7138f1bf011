package lbm.manager.cli.command;

import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import picocli.CommandLine.Command;

/** {@code lbm cleardump}: forgets the saved list. */
@Command(name = "cleardump", description = "Forget what `lbm save` wrote down.")
final class ClearDump extends Base {
    ClearDump(Context context) {
        super(context);
    }

    @Override
    int run() {
        context.out().println(new Manager(context).ask("/cleardump", Map.of()).text("message"));
        return 0;
    }
}
