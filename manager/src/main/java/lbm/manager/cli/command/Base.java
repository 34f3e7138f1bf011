package lbm.manager.cli.command;

import java.util.List;
import lbm.manager.cli.Context;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every command has: its surroundings and {@code --help}. */
abstract class Base {
    Context context;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-s", "--silent"},
            description = "Tell failures only, and what was asked for.")
    boolean silent;

    Base(Context context) {
        this.context = context;
    }

    /** From now on nothing is told of how it gets on; a failure still is, by who called. */
    final void hush(boolean answers) {
        context = context.hushed(answers);
    }

    /** Declares what is not in annotations. */
    void prepare(CommandSpec command) {}

    /** Sees the words before they are parsed, and returns those to parse. */
    List<String> words(List<String> words) {
        return words;
    }

    /**
     * Does what was parsed into the fields.
     *
     * @return the exit code
     * @throws lbm.manager.cli.Failure for everything that is not a success
     */
    abstract int run();
}
