package lbm.manager.cli.command;

import java.util.List;
import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import org.jspecify.annotations.Nullable;
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
        Manager manager = new Manager(context);
        Map<String, @Nullable Object> body = manager.client();
        body.remove("environ");
        body.put("signal", signal);
        body.put("selectors", selectors);
        context.out().println(manager.ask("/signal", body).text("message"));
        return 0;
    }
}
