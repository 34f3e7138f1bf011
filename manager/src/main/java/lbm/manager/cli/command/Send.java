package lbm.manager.cli.command;

import java.util.List;
import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lbm send}: a line to a program's standard input. */
@Command(
        name = "send",
        description = "Send a line to the standard input of an instance.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm send 0 \"save-all\"", "  lbm send minecraft stop"})
final class Send extends Base {
    @Parameters(index = "0", paramLabel = "SELECTOR", description = "id or name:N; it must mean one instance.")
    String selector = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "LINE", description = "The line; words are joined.")
    List<String> words = List.of();

    Send(Context context) {
        super(context);
    }

    @Override
    int run() {
        context.out()
                .println(new Manager(context)
                        .ask("/send", Map.of("selector", selector, "line", String.join(" ", words)))
                        .text("message"));
        return 0;
    }
}
