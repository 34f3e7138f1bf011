package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.cli.LogPrinter;
import lbm.manager.cli.Manager;

/** {@code --attach}: the log lines of all apps from now on, until Ctrl-C. */
final class Follow {
    private final Context context;

    Follow(Context context) {
        this.context = context;
    }

    void all() {
        context.out().flush();
        LogPrinter printer = new LogPrinter(context, LogPrinter.Form.PREFIXED);
        new Manager(context).follow("/logs?selector=all&lines=0&stream=all&follow=true", printer::line);
    }
}
