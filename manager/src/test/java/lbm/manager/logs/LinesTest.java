package lbm.manager.logs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import lbm.manager.spec.AppSpec;
import org.junit.jupiter.api.Test;

class LinesTest {

    private static final Set<Stream> BOTH = EnumSet.allOf(Stream.class);
    private static final Instant TIME = Instant.parse("2026-07-06T12:05:09.042Z");

    @Test
    void filesBearTheIdUnlessLogsAreMerged() {
        assertEquals(
                List.of(Path.of("/l/out-3.log"), Path.of("/l/all-3")),
                LogTargets.of(spec("/l/out.log", "/l/all", false), 3).files(Stream.OUT));
        assertEquals(
                List.of(Path.of("/l/out.log"), Path.of("/l/all")),
                LogTargets.of(spec("/l/out.log", "/l/all", true), 3).files(Stream.OUT));
        assertEquals(
                List.of(Path.of("/dev/stdout")),
                LogTargets.of(spec("/dev/stdout", "/dev/stdout", false), 3).files(Stream.OUT));
    }

    private static AppSpec.LogSpec spec(String out, String combined, boolean merge) {
        return new AppSpec.LogSpec(
                Optional.of(Path.of(out)),
                Optional.empty(),
                Optional.of(Path.of(combined)),
                merge,
                Optional.empty(),
                false);
    }

    @Test
    void aLineIsReadBackAsItWasWritten() {
        for (boolean json : new boolean[] {false, true}) {
            for (Optional<String> dates : List.of(Optional.<String>empty(), Optional.of("YYYY-MM-DD HH:mm:ss.SSS"))) {
                LineFormat format = new LineFormat(
                        new LogTargets(Optional.empty(), Optional.empty(), Optional.empty(), dates, json),
                        4,
                        "a\"b",
                        ZoneOffset.UTC);
                byte[] text = "x \"y\" \\ \t ü".getBytes(StandardCharsets.UTF_8);
                byte[] stamped = format.stamped(text, TIME, Stream.ERR);
                LineFormat.Parsed parsed = format.parse(stamped);
                assertArrayEquals(text, parsed.text());
                assertEquals(json || dates.isPresent() ? Optional.of(TIME) : Optional.empty(), parsed.time());
                OutBuffer rendered = OutBuffer.heap(1);
                format.render(ByteBuffer.wrap(text), 0, text.length, TIME, Stream.ERR, rendered);
                assertEquals(
                        new String(stamped, StandardCharsets.UTF_8) + "\n",
                        new String(rendered.copy(0, rendered.size()), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void aLineThatIsNoJsonIsAllText() {
        LineFormat format = new LineFormat(
                new LogTargets(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true),
                4,
                "a",
                ZoneOffset.UTC);
        for (String line : List.of("", "{", "{\"x\":1}", "plain", "[1,2]")) {
            assertEquals(
                    line,
                    new String(
                            format.parse(line.getBytes(StandardCharsets.UTF_8)).text(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void theRingHoldsTheLastLinesInBoundedMemory() {
        LineRing ring = new LineRing(true);
        for (int i = 0; i < 100_000; i++) {
            add(ring, i, "line " + i);
        }
        List<LineRing.Entry> last = ring.last(3, BOTH);
        assertEquals(
                List.of("line 99997", "line 99998", "line 99999"),
                last.stream()
                        .map(e -> new String(e.text(), StandardCharsets.UTF_8))
                        .toList());
        assertEquals(99_999, last.get(2).millis());
        assertTrue(ring.last(100_000, BOTH).size() > 900);
        assertTrue(ring.knows(900, BOTH));
        assertFalse(ring.knows(100_000, BOTH), "older ones were forgotten");
    }

    @Test
    void theRingKnowsWhatItDoesNotKnow() {
        LineRing fresh = new LineRing(true);
        add(fresh, 1, "a");
        assertTrue(fresh.knows(10, BOTH), "there is no more");
        LineRing adopted = new LineRing(false);
        add(adopted, 1, "a");
        assertFalse(adopted.knows(10, BOTH));
        assertTrue(adopted.knows(1, BOTH));
        assertFalse(adopted.knows(1, Set.of(Stream.ERR)));
        add(adopted, 2, "x".repeat(10_000));
        assertFalse(adopted.knows(1, BOTH), "a long line is cut");
        adopted.flush();
        assertTrue(adopted.knows(10, BOTH));
        assertEquals(List.of(), adopted.last(10, BOTH));
    }

    private static void add(LineRing ring, long millis, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ring.add(millis, 1, Stream.OUT, ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    @Test
    void sourcesAreMergedByTimeAndKeepTheirOwnOrder() {
        List<LogLine> merged = Merge.byTime(List.of(
                lines("a", 10, 30, 20, 40), // its clock went back once
                lines("b", 15, 30, 35)));
        assertEquals(
                List.of("a0", "b0", "a1", "a2", "b1", "b2", "a3"),
                merged.stream().map(LogLine::shown).toList());
    }

    private static List<LogLine> lines(String app, long... millis) {
        return IntStream.range(0, millis.length)
                .mapToObj(i -> {
                    byte[] text = (app + i).getBytes(StandardCharsets.UTF_8);
                    return new LogLine(Instant.ofEpochMilli(millis[i]), true, app, 0, Stream.OUT, text, text);
                })
                .toList();
    }
}
