package lbm.manager.cli.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import lbm.manager.cli.Context;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.JsonReader;
import lbm.manager.cli.Manager;
import lbm.manager.cli.OutputClosed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lbm events}: what happens, as it happens. */
@Command(
        name = "events",
        description = "Print what happens to instances from now on, one line each, until Ctrl-C.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm events", "  lbm events --json | jq 'select(.event == \"exit\")'"})
final class Events extends Base {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    @Option(names = "--json", description = "One JSON object a line: time, event, app, id, slot, generation, detail.")
    boolean json;

    Events(Context context) {
        super(context);
    }

    @Override
    int run() {
        new Manager(context).follow("/events", line -> {
            if (!line.isBlank()) {
                context.out().println(json ? line : text(JsonReader.object(line)));
                if (context.out().checkError()) {
                    throw new OutputClosed();
                }
            }
        });
        return 0;
    }

    private static String text(JsonObject event) {
        String detail = event.text("detail");
        return TIME.format(Instant.ofEpochMilli(event.number("time"))) + " " + event.text("app") + ":"
                + event.text("slot") + " " + event.text("event") + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
}
