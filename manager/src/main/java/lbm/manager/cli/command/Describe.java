package lbm.manager.cli.command;

import java.util.List;
import lbm.manager.cli.Context;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.Paint;
import lbm.manager.cli.Query;
import lbm.manager.cli.Reports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lbm describe}: everything about some instances. */
@Command(
        name = "describe",
        aliases = {"desc", "show", "info"},
        description = "Show everything about an app or an instance.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm describe web", "  lbm describe 0"})
final class Describe extends Base {
    @Parameters(paramLabel = "SELECTOR", description = "id, name, namespace, /regex/, name:N or all.")
    String selector = "";

    Describe(Context context) {
        super(context);
    }

    @Override
    int run() {
        JsonObject answer =
                new Reports(context).asked("/apps/" + Query.encoded(selector)).orFail();
        String between = "";
        for (List<JsonObject> sections : answer.groups("instances")) {
            context.out().print(between);
            for (JsonObject section : sections) {
                print(section);
            }
            between = "\n";
        }
        return 0;
    }

    private void print(JsonObject section) {
        String title = section.text("title");
        context.out().println(context.terminal().colour() ? Paint.paint(Paint.BOLD, title) : title);
        List<List<String>> rows =
                section.rows("rows").stream().filter(row -> row.size() == 2).toList();
        int width = rows.stream().mapToInt(row -> row.get(0).length()).max().orElse(0);
        for (List<String> row : rows) {
            String key = row.get(0);
            // Values of more than one line stay under their first.
            String value = row.get(1).replace("\n", "\n" + " ".repeat(width + 4));
            context.out().println("  " + key + " ".repeat(width - key.length() + 2) + value);
        }
    }
}
