package lbm.manager.cli.command;

import java.io.IOException;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.JsonReader;
import lbm.manager.cli.LogPrinter;
import lbm.manager.cli.Manager;
import lbm.manager.cli.Reports;
import lbm.manager.cli.StatusTable;
import lbm.manager.cli.TerminalMode;
import lbm.manager.spec.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lbm monit}: the table and the last log lines, again and again. */
@Command(
        name = "monit",
        description = {
            "Show the table of all instances and the last log lines, each second anew; q or Ctrl-C ends it.",
            "Without a terminal it prints one frame."
        },
        footerHeading = "%nExample:%n",
        footer = {"  lbm monit", "  lbm monit --interval 5 --lines 20"})
final class Monit extends Base {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int ROWS_WITHOUT_TERMINAL = 40;

    @Option(names = "--lines", paramLabel = "N", description = "Most log lines shown (default: what fits).")
    int lines = 200;

    @Option(names = "--interval", paramLabel = "SECONDS", description = "Between two looks (default: 1).")
    int interval = 1;

    Monit(Context context) {
        super(context);
    }

    @Override
    int run() {
        if (interval < 1 || lines < 0) {
            throw new Failure(ExitCode.USAGE, "--interval takes 1 or more, --lines 0 or more");
        }
        if (!context.terminal().out()) {
            context.out().print(String.join("\n", frame(ROWS_WITHOUT_TERMINAL)) + "\n");
            return 0;
        }
        try (TerminalMode mode = TerminalMode.keys(context.out())) {
            boolean quit = false;
            while (!quit) {
                StringBuilder screen = new StringBuilder("\u001b[H");
                for (String line : frame(mode.rows() - 1)) {
                    screen.append(line).append("\u001b[K\r\n");
                }
                context.out().print(screen.append("\u001b[J"));
                context.out().flush();
                quit = mode.keyWithin(interval) == 'q' || context.out().checkError();
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "the terminal cannot be read: " + e.getMessage());
        }
        return 0;
    }

    /** At most so many lines: a head, the table as far as it fits, and log lines in what is left. */
    private List<String> frame(int rows) {
        JsonObject status = new Reports(context).status();
        List<String> frame = new ArrayList<>();
        frame.add("lbm monit  " + TIME.format(LocalTime.now(java.time.ZoneId.systemDefault())) + "  manager "
                + status.text("pid") + " of " + context.home().path());
        List<String> table =
                StatusTable.render(status, context.terminal()).lines().toList();
        int forTable = Math.max(3, rows * 2 / 3);
        frame.addAll(table.subList(0, Math.min(table.size(), forTable)));
        if (table.size() > forTable) {
            frame.add("… " + (table.size() - forTable) + " more; `lbm list` shows all");
        }
        frame.add("");
        frame.addAll(logLines(Math.min(lines, Math.max(0, rows - frame.size()))));
        return frame;
    }

    private List<String> logLines(int count) {
        List<String> shown = new ArrayList<>();
        if (count > 0) {
            LogPrinter printer = new LogPrinter(context, LogPrinter.Form.PREFIXED);
            new Manager(context).follow("/logs?selector=all&stream=all&follow=false&lines=" + count, line -> {
                if (!line.isBlank()) {
                    shown.add(cut(printer.text(JsonReader.object(line))));
                }
            });
        }
        return shown.subList(Math.max(0, shown.size() - count), shown.size());
    }

    /** A line that wraps, or moves the cursor, would break the frame. */
    private String cut(String text) {
        String plain = context.terminal().colour() ? text : text.replaceAll("\\p{Cntrl}", " ");
        int width = context.terminal().columns();
        // Colours take no room; the prefix has at most ten characters of them.
        int most = width + (context.terminal().colour() ? 10 : 0);
        return width > 0 && plain.length() > most ? plain.substring(0, most) : plain;
    }
}
