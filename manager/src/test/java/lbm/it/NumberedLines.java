package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A program that prints {@code line 1}, {@code line 2}, … and, told to end, {@code end}; and the check of its log. */
final class NumberedLines {

    private NumberedLines() {}

    /** The entry of the ecosystem file; the app is named {@code counter}. */
    static String entry(Home home) {
        home.script(
                "count.sh",
                "trap 'echo end; exit 0' INT TERM",
                "i=0",
                "while :; do i=$((i+1)); echo \"line $i\"; sleep 0.01; done");
        return Yaml.program(
                "counter",
                "count.sh",
                "exec_mode: fork",
                "kill_timeout: 60s",
                "out_file: " + file(home),
                "merge_logs: true");
    }

    static List<String> read(Home home) throws IOException {
        Path file = file(home);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** After the program has ended: every line from the first to the end is there, in order, once. */
    static void assertComplete(Home home, int atLeast) throws IOException {
        // A manager waits for the last lines of a program, but not for ever.
        Awaitility.await("end")
                .atMost(Duration.ofMinutes(1))
                .until(() -> read(home).contains("end"));
        List<String> lines = read(home);
        assertTrue(lines.size() > atLeast, "only " + lines.size() + " lines, expected more than " + atLeast);
        for (int i = 0; i < lines.size() - 1; i++) {
            assertEquals("line " + (i + 1), lines.get(i), "at " + i + " of " + lines.size());
        }
        assertEquals("end", lines.get(lines.size() - 1));
        System.out.println("numbered lines: " + (lines.size() - 1) + ", all there, in order, once");
    }

    private static Path file(Home home) {
        return home.work().resolve("logs/counter.log");
    }
}
