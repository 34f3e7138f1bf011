package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.spec.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lbm completion}: a script that teaches the shell lbm's words. */
@Command(
        name = "completion",
        description = "Print a completion script for bash or zsh.",
        footerHeading = "%nExample:%n",
        footer = {"  source <(lbm completion bash)", "  source <(lbm completion zsh)"})
final class Completion extends Base {
    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    String shell = "";

    Completion(Context context) {
        super(context);
    }

    @Override
    int run() {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw new Failure(ExitCode.USAGE, "no completion for \"" + shell + "\"; expected bash or zsh");
        }
        // One script for both: in zsh it loads bashcompinit first.
        context.out().println(AutoComplete.bash("lbm", Commands.parser(context, "")));
        return 0;
    }
}
