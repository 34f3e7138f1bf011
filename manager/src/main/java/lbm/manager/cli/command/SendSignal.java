package lbm.manager.cli.command;

import java.util.List;
import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lbm sendSignal}: a signal to the processes of apps. */
@Command(
        name = "sendSignal",
        description = "Send a signal to the processes of apps.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm sendSignal SIGUSR2 web"})
final class SendSignal extends Base {
    @Parameters(index = "0", paramLabel = "SIGNAL", description = "Name or number: SIGUSR1, HUP, 15.")
    String signal = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "SELECTOR",
            description = "all, id, name, namespace, /regex/, name:N.")
    List<String> selectors = List.of();

    SendSignal(Context context) {
        super(context);
    }

    @Override
    int run() {
        context.out()
                .println(new Manager(context)
                        .ask("/signal", Map.of("signal", signal, "selectors", selectors))
                        .text("message"));
        return 0;
    }
}
