package lbm.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class LogsIT {

    private static final String STAMP = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}";
    private static final String DATE_FORMAT = "log_date_format: YYYY-MM-DD HH:mm:ss.SSS";
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void linesOfTwoInstancesAndBothStreamsAreStampedAndMerged() throws Exception {
        lbm.home()
                .script(
                        "talk.sh",
                        "for i in 1 2 3; do",
                        "echo \"out $i of $NODE_APP_INSTANCE\"; echo \"err $i of $NODE_APP_INSTANCE\" >&2; sleep 0.1",
                        "done",
                        "exec sleep 1000");
        lbm.startFile("apps:\n"
                + Yaml.program(
                        "talk",
                        "talk.sh",
                        "exec_mode: fork",
                        "instances: 2",
                        "merge_logs: true",
                        DATE_FORMAT,
                        "out_file: logs/out.log",
                        "error_file: logs/err.log",
                        "log_file: logs/all.log"));
        lbm.await(
                "all lines are written",
                () -> lines("all.log").size() == 12
                        && lines("out.log").size() == 6
                        && lines("err.log").size() == 6);

        assertEquals(6, lines("out.log").size());
        assertEquals(6, lines("err.log").size());
        assertTrue(lines("all.log").stream().allMatch(line -> line.matches(STAMP + ": (out|err) [123] of [01]")));
        for (String stream : List.of("out", "err")) {
            for (String instance : List.of("0", "1")) {
                assertEquals(
                        IntStream.rangeClosed(1, 3)
                                .mapToObj(i -> stream + " " + i + " of " + instance)
                                .toList(),
                        lines("all.log").stream()
                                .map(line -> line.replaceFirst(STAMP + ": ", ""))
                                .filter(line -> line.startsWith(stream) && line.endsWith(instance))
                                .toList(),
                        "each stream of each instance keeps its order");
            }
        }
        List<String> stamps = lines("all.log").stream()
                .map(line -> line.substring(0, "YYYY-MM-DD HH:mm:ss.SSS".length()))
                .toList();
        assertEquals(stamps.stream().sorted().toList(), stamps, "merged in the order of time");

        Answer shown =
                lbm.run("logs", "talk", "--nostream", "--lines", "100", "--raw").expect(0);
        assertEquals(12, shown.out().lines().count(), shown::toString);
        assertEquals(
                6,
                lbm.run("logs", "--nostream", "--err", "--raw", "--lines", "2000000")
                        .expect(0)
                        .out()
                        .lines()
                        .filter(line -> line.contains("err "))
                        .count());
        assertFalse(lbm.run("logs", "--nostream", "--out").expect(0).out().contains("err "));
        assertTrue(
                lbm.run("logs", "--nostream", "--lines", "2")
                                .expect(0)
                                .out()
                                .lines()
                                .count()
                        >= 2,
                "the last lines, with the instance in front");
        Answer json = lbm.run("logs", "--nostream", "--json", "--lines", "100").expect(0);
        for (String line : json.out().lines().toList()) {
            JsonNode entry = JSON.readTree(line);
            assertEquals("talk", entry.path("app").asText(), line);
            assertTrue(entry.path("time").asLong() > 0, line);
            assertTrue(entry.path("text").asText().matches("(out|err) [123] of [01]"), line);
            assertEquals(
                    entry.path("text").asText().substring(0, 3),
                    entry.path("stream").asText(),
                    line);
        }
        assertEquals(12, json.out().lines().count(), json::toString);
    }

    @Test
    void oddBytesPassThroughAndAPartialLineIsNotLost() throws Exception {
        lbm.home()
                .script(
                        "odd.sh",
                        "trap 'exit 0' INT TERM",
                        "printf 'nul \\000 and \\377\\376 not UTF-8\\n'",
                        "head -c 1000000 /dev/zero | tr '\\000' x; echo",
                        "printf '\\n'",
                        "printf 'partial'",
                        "while :; do sleep 0.05; done");
        lbm.startFile("apps:\n"
                + Yaml.program("odd", "odd.sh", "exec_mode: fork", "merge_logs: true", "out_file: logs/odd.log"));
        String whole = "nul \0 and \u00ff\u00fe not UTF-8\n" + "x".repeat(1_000_000) + "\n\n";
        lbm.await("the whole lines are written", () -> bytes("odd.log").length >= whole.length());
        lbm.run("stop", "odd").expect(0);
        lbm.await("the last line too", () -> bytes("odd.log").length > whole.length());
        assertArrayEquals((whole + "partial\n").getBytes(ISO_8859_1), bytes("odd.log"));
        // The command that shows them survives them too, as text and as JSON.
        lbm.run("logs", "odd", "--nostream", "--raw").expect(0);
        for (String line : lbm.run("logs", "odd", "--nostream", "--json")
                .expect(0)
                .out()
                .lines()
                .toList()) {
            assertTrue(JSON.readTree(line).isObject());
        }
    }

    @Test
    void flushEmptiesTheFilesAndWritingGoesOn() throws Exception {
        lbm.startFile("apps:\n" + NumberedLines.entry(lbm.home()));
        lbm.await("it writes", () -> lines("counter.log").size() > 20);
        int last = number(lines("counter.log").get(lines("counter.log").size() - 1));
        lbm.run("flush", "counter").expect(0);
        lbm.await("it writes again", () -> lines("counter.log").size() > 20);
        List<String> after = lines("counter.log");
        assertTrue(number(after.get(0)) > last, () -> "older lines are gone: " + after.get(0));
        for (int i = 1; i < after.size(); i++) {
            assertEquals(number(after.get(i - 1)) + 1, number(after.get(i)));
        }
    }

    @Test
    void followingShowsNewLinesUntilInterrupted() {
        lbm.startFile("apps:\n" + NumberedLines.entry(lbm.home()));
        Running follower = lbm.start(Map.of(), "logs", "counter", "--raw", "--lines", "1");
        try {
            lbm.await(
                    "new lines are shown",
                    () -> follower.answer(0).out().lines().count() > 20);
            Os.signal("TERM", follower.process().pid());
        } finally {
            follower.waitAtMost(Duration.ofMinutes(1));
        }
        List<String> shown = follower.answer(0).out().lines().toList();
        for (int i = 1; i < 20; i++) {
            assertEquals(number(shown.get(i - 1)) + 1, number(shown.get(i)), "no gap where the tail meets the stream");
        }
    }

    private static int number(String line) {
        assertTrue(line.matches("line \\d+"), line);
        return Integer.parseInt(line.substring("line ".length()));
    }

    /** Whole lines: the last may be read while it is written. */
    private List<String> lines(String file) {
        String text = new String(bytes(file), ISO_8859_1);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private byte[] bytes(String file) {
        Path path = lbm.home().work().resolve("logs").resolve(file);
        try {
            return Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
