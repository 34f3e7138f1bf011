package lbm.manager.cli.command;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import lbm.manager.cli.Conf;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.Level;
import lbm.manager.cli.LogFilter;
import lbm.manager.cli.LogPrinter;
import lbm.manager.cli.LogPrinter.Form;
import lbm.manager.cli.Manager;
import lbm.manager.cli.Query;
import lbm.manager.cli.Since;
import lbm.manager.logs.DateFormat;
import lbm.manager.spec.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lbm logs}: the last lines of all instances in the order of time, then what they write from now on. */
@Command(
        name = "logs",
        description = "Show the last log lines in the order of time, and follow.",
        footerHeading = "%nExample:%n",
        footer = {
            "  lbm logs",
            "  lbm logs web --lines 100 --err",
            "  lbm logs web --since 10m --level warn --nostream",
            "  lbm logs --nostream --json | jq .message"
        })
final class Logs extends Base {
    private static final String PM2_STAMP = "YYYY-MM-DD-HH:mm:ss";

    /** Looked at when lines are chosen by what they say: what memory and the ends of the files hold. */
    private static final int LOOKED_AT = 100_000;

    @Parameters(
            arity = "0..1",
            paramLabel = "SELECTOR",
            description = "id, name, namespace, /regex/, name:N (default: all).")
    String selector = "all";

    @Option(
            names = "--lines",
            paramLabel = "N",
            description = {
                "How many of the lines there are (default: 15; with --since, --grep or --level: how many are looked at,",
                "default: all that can be had)."
            })
    @Nullable
    Integer lines;

    @Option(names = "--out", description = "Only what was written to stdout.")
    boolean out;

    @Option(names = "--err", description = "Only what was written to stderr.")
    boolean err;

    @Option(names = "--nostream", description = "End after the last line instead of following.")
    boolean noStream;

    @Option(names = "--raw", description = "The lines alone, without instance and name in front.")
    boolean raw;

    @Option(names = "--format", description = "As fields: app=, id=, type=, message=.")
    boolean format;

    @Option(names = "--json", description = "One JSON object a line: message, timestamp, type, process_id, app_name, …")
    boolean json;

    @Option(names = "--timestamp", description = "Put the time in front; --timestamp=FORMAT in tokens of dayjs.")
    boolean timestamp;

    @Option(names = "--timestamp-format", hidden = true, paramLabel = "FORMAT")
    @Nullable
    String timestampFormat;

    @Option(names = "--highlight", paramLabel = "WORD", description = "Make a word stand out, on a terminal.")
    @Nullable
    String highlight;

    @Option(names = "--since", paramLabel = "TIME", description = "Only lines since: 10m, 2h, 14:30, 2026-11-23T14:30.")
    @Nullable
    String since;

    @Option(names = "--grep", paramLabel = "REGEX", description = "Only lines in which this is found.")
    @Nullable
    String grep;

    @Option(names = "--level", paramLabel = "LEVEL", description = "Only debug, info, warn or error and graver.")
    @Nullable
    String level;

    Logs(Context context) {
        super(context);
    }

    /** PM2 lets --timestamp have a value or not. */
    @Override
    List<String> words(List<String> words) {
        List<String> all = new ArrayList<>();
        words.forEach(word -> all.add(word.replaceFirst("^--timestamp=", "--timestamp-format=")));
        return all;
    }

    @Override
    int run() {
        LogFilter filter = filter();
        int count = lines == null ? filter.any() ? LOOKED_AT : defaultLines() : lines;
        if (count < 0) {
            throw new Failure(ExitCode.USAGE, count + " is not a number of lines");
        }
        if ((raw ? 1 : 0) + (json ? 1 : 0) + (format ? 1 : 0) > 1) {
            throw new Failure(ExitCode.USAGE, "--raw, --format and --json exclude each other");
        }
        String stream = out == err ? "all" : out ? "out" : "err";
        String path = "/logs?selector=" + Query.encoded(selector) + "&lines=" + count + "&stream=" + stream + "&follow="
                + !noStream;
        Form form = json ? Form.JSON : raw ? Form.RAW : format ? Form.FIELDS : Form.PREFIXED;
        LogPrinter printer =
                new LogPrinter(context, new LogPrinter.Style(form, filter, stamp(), Optional.ofNullable(highlight)));
        new Manager(context).follow(path, printer::line);
        return 0;
    }

    private int defaultLines() {
        return new Conf(context.home())
                .ifReadable(Conf.LOG_LINES, context.err())
                .filter(value -> value.matches("[0-9]{1,5}"))
                .map(Integer::parseInt)
                .orElse(15);
    }

    private Optional<DateFormat> stamp() {
        if (!timestamp && timestampFormat == null) {
            return Optional.empty();
        }
        return Optional.of(
                new DateFormat(timestampFormat == null ? PM2_STAMP : timestampFormat, ZoneId.systemDefault()));
    }

    private LogFilter filter() {
        Optional<Level> least = Optional.ofNullable(level)
                .map(name -> Level.named(name)
                        .orElseThrow(() -> new Failure(
                                ExitCode.USAGE,
                                "--level: \"" + name + "\" is no level; expected debug, info, warn or error")));
        Optional<Pattern> pattern;
        try {
            pattern = Optional.ofNullable(grep).map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            throw new Failure(
                    ExitCode.USAGE, "--grep: \"" + grep + "\" is not a regular expression: " + e.getDescription());
        }
        OptionalLong from = since == null
                ? OptionalLong.empty()
                : OptionalLong.of(Since.millis(since, ZonedDateTime.now(ZoneId.systemDefault())));
        return new LogFilter(from, pattern, least);
    }
}
