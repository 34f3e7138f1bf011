package lbm.manager.cli.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.JsonIndent;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.Paint;
import lbm.manager.cli.Query;
import lbm.manager.cli.Reports;
import lbm.manager.cli.Units;
import lbm.manager.spec.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lbm why}: why processes ended, newest last, with what they wrote before. */
@Command(
        name = "why",
        description = {
            "Show why processes of apps ended, and the last lines before.",
            "When, what kind of end, exit code or signal, age, who asked. The last 20 ends of each app are kept, also when the manager is replaced or killed."
        },
        footerHeading = "%nExample:%n",
        footer = {"  lbm why web", "  lbm why web:0 --lines 0", "  lbm why all --json | jq '.apps[].ends[-1]'"})
final class Why extends Base {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    @Parameters(arity = "1..*", paramLabel = "SELECTOR", description = "all, id, name, namespace, /regex/, name:N.")
    List<String> selectors = List.of();

    @Option(names = "--lines", paramLabel = "N", description = "Lines shown of each end, at most 10 (default: 3).")
    int lines = 3;

    @Option(names = "--json", description = "Everything as JSON.")
    boolean json;

    Why(Context context) {
        super(context);
    }

    @Override
    int run() {
        if (lines < 0) {
            throw new Failure(ExitCode.USAGE, lines + " is not a number of lines");
        }
        String query =
                selectors.stream().map(it -> "selector=" + Query.encoded(it)).collect(Collectors.joining("&"));
        var reply = new Reports(context).asked("/why?" + query);
        JsonObject answer = reply.orFail();
        if (json) {
            context.out().println(JsonIndent.of(reply.body()));
            return 0;
        }
        answer.objects("apps").forEach(this::print);
        return 0;
    }

    private void print(JsonObject app) {
        List<JsonObject> ends = app.objects("ends");
        String name = app.text("name");
        if (ends.isEmpty()) {
            context.out().println(name + ": no process has ended");
        }
        for (JsonObject end : ends) {
            String head = TIME.format(Instant.ofEpochMilli(end.number("time"))) + "  " + name + ":" + end.text("slot")
                    + "  " + paint(end.text("kind")) + ": " + end.text("reason");
            String process = end.number("pid") == 0
                    ? ""
                    : "  (pid " + end.text("pid") + (end.text("kind").equals("unseen") ? ", ran at most " : ", ran ")
                            + Units.duration(end.number("uptimeMillis")) + ")";
            context.out().println(head + process);
            List<String> last = end.texts("lines");
            last.subList(Math.max(0, last.size() - lines), last.size())
                    .forEach(line -> context.out().println("    | " + line));
        }
        for (JsonObject instance : app.objects("instances")) {
            String why = instance.text("why");
            context.out()
                    .println("now  " + name + ":" + instance.text("slot") + "  " + instance.text("status") + ", "
                            + instance.text("restarts") + " restarts"
                            + (why.isEmpty() ? "" : "; last: " + why));
        }
    }

    private String paint(String kind) {
        boolean asked =
                kind.equals("stop") || kind.equals("restart") || kind.equals("replaced") || kind.equals("delete");
        return context.terminal().colour() && !asked ? Paint.paint(Paint.RED, kind) : kind;
    }
}
