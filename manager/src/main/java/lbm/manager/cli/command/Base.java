package lbm.manager.cli.command;

import java.util.concurrent.Callable;
import lbm.manager.cli.Context;
import picocli.CommandLine.Option;

/** What every command has: its surroundings and {@code --help}. Returns the exit code; failures are thrown. */
abstract class Base implements Callable<Integer> {
    final Context context;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    Base(Context context) {
        this.context = context;
    }
}
