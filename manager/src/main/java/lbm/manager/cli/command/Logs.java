package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.LogPrinter;
import lbm.manager.cli.Manager;
import lbm.manager.cli.Query;
import lbm.manager.spec.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lbm logs}: the last lines of all instances in the order of time, then what they write from now on. */
@Command(
        name = "logs",
        description = "Show the last log lines in the order of time, and follow.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm logs", "  lbm logs web --lines 100 --err", "  lbm logs --nostream --json | jq .text"})
final class Logs extends Base {
    @Parameters(
            arity = "0..1",
            paramLabel = "SELECTOR",
            description = "id, name, namespace, /regex/, name:N (default: all).")
    String selector = "all";

    @Option(names = "--lines", paramLabel = "N", description = "How many of the lines there are (default: 15).")
    int lines = 15;

    @Option(names = "--out", description = "Only what was written to stdout.")
    boolean out;

    @Option(names = "--err", description = "Only what was written to stderr.")
    boolean err;

    @Option(names = "--nostream", description = "End after the last line instead of following.")
    boolean noStream;

    @Option(names = "--raw", description = "The lines alone, without instance and name in front.")
    boolean raw;

    @Option(names = "--json", description = "One JSON object a line: time, app, id, stream, text.")
    boolean json;

    Logs(Context context) {
        super(context);
    }

    @Override
    int run() {
        if (lines < 0) {
            throw new Failure(ExitCode.USAGE, lines + " is not a number of lines");
        }
        if (raw && json) {
            throw new Failure(ExitCode.USAGE, "--raw and --json exclude each other");
        }
        String stream = out == err ? "all" : out ? "out" : "err";
        String path = "/logs?selector=" + Query.encoded(selector) + "&lines=" + lines + "&stream=" + stream + "&follow="
                + !noStream;
        LogPrinter printer = new LogPrinter(
                context, json ? LogPrinter.Form.JSON : raw ? LogPrinter.Form.RAW : LogPrinter.Form.PREFIXED);
        new Manager(context).follow(path, printer::line);
        return 0;
    }
}
