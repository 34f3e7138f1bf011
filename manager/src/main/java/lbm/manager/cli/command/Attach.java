package lbm.manager.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.LogPrinter;
import lbm.manager.cli.Manager;
import lbm.manager.cli.Pause;
import lbm.manager.cli.Query;
import lbm.manager.spec.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lbm attach}: standard input and output of an instance, line by line. */
@Command(
        name = "attach",
        description = {
            "Show what an instance prints and send it the lines that are typed.",
            "Ctrl-C or the end of input leaves it; the program goes on."
        },
        footerHeading = "%nExample:%n",
        footer = {"  lbm attach 0", "  echo status | lbm attach game"})
final class Attach extends Base {
    /** After the end of input the answer to its last line is still shown. */
    private static final long LAST_ANSWER_MILLIS = 1000;

    private static final long FIRST_LOOK_MILLIS = 300;

    @Parameters(paramLabel = "SELECTOR", description = "id or name:N; it must mean one instance.")
    String selector = "";

    Attach(Context context) {
        super(context);
    }

    @Override
    int run() {
        Manager manager = new Manager(context);
        // Nothing is sent by it: refuses now what could not be sent later.
        var unused = manager.ask("/send", Map.of("selector", selector));
        Thread follower = new Thread(this::follow, "output");
        follower.setDaemon(true);
        follower.start();
        // The stream has no first line to wait for.
        Pause.of(FIRST_LOOK_MILLIS);
        try {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                var unusedAnswer = manager.ask("/send", Map.of("selector", selector, "line", line));
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "standard input cannot be read: " + e.getMessage());
        }
        Pause.of(LAST_ANSWER_MILLIS);
        return 0;
    }

    private void follow() {
        LogPrinter printer = new LogPrinter(context, LogPrinter.Form.RAW);
        try {
            new Manager(context)
                    .follow("/logs?selector=" + Query.encoded(selector) + "&lines=0&stream=all&follow=true", line -> {
                        printer.line(line);
                        context.out().flush();
                    });
        } catch (Failure gone) {
            context.err().println("lbm: " + gone.line());
        }
    }
}
