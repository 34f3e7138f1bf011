package lbm.manager.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.Reports;
import lbm.manager.cli.StatusTable;
import lbm.manager.cli.Terminal;
import lbm.manager.cli.doctor.Checkup;
import lbm.manager.cli.doctor.Finding;
import picocli.CommandLine.Command;

/** {@code lbm report}: what somebody who is to help wants to see. */
@Command(
        name = "report",
        description = {
            "Print what somebody who is to help wants to see.",
            "Versions, machine, what `lbm doctor` finds, the table of apps and the manager's last log lines. No variables",
            "are in it, and values that look secret are hidden."
        },
        footerHeading = "%nExample:%n",
        footer = {"  lbm report > report.txt"})
final class ReportText extends Base {
    private static final int LOG_LINES = 40;
    private static final int TAIL_BYTES = 64 * 1024;

    /** A word that tells of a secret, and what is set to it. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i)([\\w.-]*(?:passw|secret|token|credential|api_?key|private_?key|authorization)[\\w.-]*[\"']?\\s*[=:]\\s*)"
                    + "(?:bearer |basic )?[^\\s,;]+");

    ReportText(Context context) {
        super(context);
    }

    @Override
    int run() {
        section("lbm");
        new Version(context).run();
        section("machine");
        line("system", osRelease());
        line(
                "kernel",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        line("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        line("load", first("/proc/loadavg"));
        line("memory", first("/proc/meminfo").replace("MemTotal:", "").strip());
        line("user", System.getProperty("user.name", ""));
        line("folder", context.cwd().toString());
        section("doctor");
        for (Finding finding : Checkup.of(context)) {
            line(finding.grade().word() + " " + finding.what(), hidden(finding.says()));
        }
        section("apps");
        context.out().print(hidden(apps()));
        section("manager's log, last " + LOG_LINES + " lines");
        last(context.home().log()).forEach(line -> context.out().println(hidden(line)));
        return 0;
    }

    private void section(String title) {
        context.out().println("--- " + title);
    }

    private void line(String key, String value) {
        context.out().println(key + ": " + value);
    }

    private String apps() {
        try {
            return StatusTable.render(new Reports(context).status(), new Terminal(false, false, false, 0));
        } catch (Failure nobody) {
            return nobody.line() + "\n";
        }
    }

    /** Values behind secret-looking names are taken out. */
    static String hidden(String text) {
        return SECRET.matcher(text).replaceAll("$1(hidden)");
    }

    private static String osRelease() {
        try {
            return Files.readAllLines(Path.of("/etc/os-release")).stream()
                    .filter(line -> line.startsWith("PRETTY_NAME="))
                    .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String first(String file) {
        try {
            return Optional.of(Files.readAllLines(Path.of(file)))
                    .filter(lines -> !lines.isEmpty())
                    .map(lines -> lines.get(0))
                    .orElse("");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static List<String> last(Path log) {
        try (var file = Files.newByteChannel(log)) {
            file.position(Math.max(0, file.size() - TAIL_BYTES));
            var bytes = java.nio.ByteBuffer.allocate(TAIL_BYTES);
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = file.read(bytes);
            }
            List<String> lines = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
        } catch (IOException e) {
            return List.of("none: " + log);
        }
    }
}
