package lbm.manager.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateFormatTest {

    /** A Monday, five past two in the afternoon in Berlin, summer time. */
    private static final Instant TIME = Instant.parse("2026-07-06T12:05:09.042Z");

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "YYYY-MM-DD HH:mm:ss Z|2026-07-06 14:05:09 +02:00",
                "YYYY-MM-DDTHH:mm:ss|2026-07-06T14:05:09",
                "YYYY-MM-DD HH:mm:ss.SSS ZZ|2026-07-06 14:05:09.042 +0200",
                "D/M/YY h:m:s a|6/7/26 2:5:9 pm",
                "dddd ddd dd d, MMMM MMM|Monday Mon Mo 1, July Jul",
                "[YYYY] hh A|YYYY 02 PM",
                "X x|1783339509 1783339509042",
                "H S SS|14 0 04",
                "[no] tokn|no tokn"
            })
    void tokensStandForWhatDayjsHasThemStandFor(String tokens, String expected) {
        assertEquals(expected, format(tokens, BERLIN, TIME));
    }

    @Test
    void offsetsWestOfGreenwichAndHalfHoursAreWritten() {
        assertEquals("-03:30", format("Z", ZoneOffset.ofHoursMinutes(-3, -30), TIME));
        assertEquals("+00:00", format("Z", ZoneOffset.UTC, TIME));
    }

    @Test
    void midnightAndNoonAreTwelveOnTheHalfDayClock() {
        assertEquals("12 AM", format("hh A", ZoneOffset.UTC, Instant.parse("2026-01-01T00:10:00Z")));
        assertEquals("12 PM", format("hh A", ZoneOffset.UTC, Instant.parse("2026-01-01T12:10:00Z")));
    }

    @Test
    void theKeptStampIsNotUsedForAnotherSecond() {
        DateFormat format = new DateFormat("ss", ZoneOffset.UTC);
        assertEquals("09", text(format.format(TIME)));
        assertEquals("09", text(format.format(TIME.plusMillis(900))));
        assertEquals("10", text(format.format(TIME.plusMillis(1000))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "YYYY-MM-DD HH:mm:ss.SSS Z",
                "YYYY-MM-DDTHH:mm:ss.SSS",
                "x",
                "D/M/YY h:m:s.SSS A ZZ",
                "dddd, MMMM D YYYY [at] hh:mm:ss.SSS a"
            })
    void aStampIsReadBack(String tokens) {
        DateFormat format = new DateFormat(tokens, BERLIN);
        byte[] line = (text(format.format(TIME)) + ": text").getBytes(StandardCharsets.UTF_8);
        assertEquals(Optional.of(new DateFormat.Stamp(TIME, line.length - 6)), format.parse(line));
    }

    @ParameterizedTest
    @CsvSource({"HH:mm:ss,14:05:09: x", "YYYY-MM-DD HH:mm,no stamp", "YYYY-MM-DD HH:mm,2026-13-40 25:61: x"})
    void whatIsNoMomentIsNotRead(String tokens, String line) {
        assertEquals(Optional.empty(), new DateFormat(tokens, BERLIN).parse(line.getBytes(StandardCharsets.UTF_8)));
    }

    private static String format(String tokens, ZoneId zone, Instant time) {
        return text(new DateFormat(tokens, zone).format(time));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
