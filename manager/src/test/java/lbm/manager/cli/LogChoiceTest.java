package lbm.manager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LogChoiceTest {

    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-11-23T18:00:00Z");

    @Test
    void sinceIsHowLongAgoOrWhen() {
        long now = NOW.toInstant().toEpochMilli();
        assertEquals(now - 600_000, Since.millis("10m", NOW));
        assertEquals(now - 86_400_000, Since.millis("1d", NOW));
        assertEquals(now - 3_600_000, Since.millis("17:00", NOW));
        assertEquals(now - 18 * 3_600_000L, Since.millis("2026-11-23", NOW));
        assertEquals(now - 60_000, Since.millis("2026-11-23T17:59:00", NOW));
        assertEquals(now - 3_600_000, Since.millis("2026-11-23T18:00:00+01:00", NOW));
        assertThrows(Failure.class, () -> Since.millis("2026-13-40", NOW));
        assertThrows(Failure.class, () -> Since.millis("soon", NOW));
    }

    @Test
    void theLevelIsTheFirstThatALineNames() {
        assertEquals(Level.ERROR, Level.of("2026 [ERROR] warn", "out"));
        assertEquals(Level.WARN, Level.of("Warning: low", "err"));
        assertEquals(Level.INFO, Level.of("{\"level\":30}", "err"));
        assertEquals(Level.ERROR, Level.of("{\"level\":60}", "out"));
        assertEquals(Level.INFO, Level.of("errors and information are no words of this kind", "out"));
        assertEquals(Level.ERROR, Level.of("anything", "err"));
        assertEquals(Optional.empty(), Level.named("loud"));
    }

    @Test
    void aLineWithoutATimeIsOlderThanAnySince() {
        JsonObject line = JsonReader.object("{\"time\":null,\"text\":\"a b\",\"stream\":\"out\"}");
        assertFalse(new LogFilter(OptionalLong.of(1), Optional.empty(), Optional.empty()).wants(line));
        assertTrue(
                new LogFilter(OptionalLong.empty(), Optional.of(Pattern.compile("a.b")), Optional.empty()).wants(line));
    }
}
