package lbm.manager.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // 2026-11-23 is a Monday.
                "* * * * *        | 2026-11-23T10:15:30 | 2026-11-23T10:16:00",
                "*/15 * * * *     | 2026-11-23T10:15:00 | 2026-11-23T10:30:00",
                "0 3 * * *        | 2026-11-23T03:00:00 | 2026-11-24T03:00:00",
                "0 3 * * *        | 2026-11-23T02:59:59 | 2026-11-23T03:00:00",
                "*/10 * * * * *   | 2026-11-23T10:15:51 | 2026-11-23T10:16:00",
                "30 0 0 * * *     | 2026-11-23T10:15:51 | 2026-11-24T00:00:30",
                "0 0 * * MON-FRI  | 2026-11-27T12:00:00 | 2026-11-30T00:00:00",
                "0 0 * * 7        | 2026-11-23T12:00:00 | 2026-11-29T00:00:00",
                "0 0 * * sun      | 2026-11-23T12:00:00 | 2026-11-29T00:00:00",
                "0 0 * * 5-7      | 2026-11-23T12:00:00 | 2026-11-27T00:00:00",
                "0 0 * * */2      | 2026-11-23T12:00:00 | 2026-11-24T00:00:00",
                "5,10-12,40/10 4 * * * | 2026-11-23T04:12:30 | 2026-11-23T04:40:00",
                "0 12 1 JAN,jul * | 2026-11-23T12:00:00 | 2027-01-01T12:00:00",
                "0 0 29 2 *       | 2026-11-23T12:00:00 | 2028-02-29T00:00:00",
                "0 0 31 * *       | 2026-11-30T12:00:00 | 2026-12-31T00:00:00",
                "0 0 L * *        | 2027-02-01T00:00:00 | 2027-02-28T00:00:00",
                "0 0 13 * FRI     | 2026-11-23T12:00:00 | 2026-11-27T00:00:00",
                "0 0 13 * FRI     | 2026-12-12T12:00:00 | 2026-12-13T00:00:00",
                "0 0 ? * 1        | 2026-11-23T12:00:00 | 2026-11-30T00:00:00",
                "@daily           | 2026-11-23T10:00:00 | 2026-11-24T00:00:00",
                "@hourly          | 2026-11-23T10:00:00 | 2026-11-23T11:00:00",
                "@weekly          | 2026-11-23T10:00:00 | 2026-11-29T00:00:00",
                "@monthly         | 2026-11-23T10:00:00 | 2026-12-01T00:00:00",
                "@Yearly          | 2026-11-23T10:00:00 | 2027-01-01T00:00:00",
            })
    void namesTheNextTime(String line, String after, String next) {
        assertEquals(
                LocalDateTime.parse(next),
                Cron.parse(line)
                        .next(LocalDateTime.parse(after).atZone(ZoneId.of("UTC")))
                        .toLocalDateTime());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "60 * * * *       | minute 60 is not from 0 to 59",
                "* * * *          | a cron line has 5 fields (minute hour day month weekday) or 6 (second first), not"
                        + " 4",
                "* * * * * * *    | a cron line has 5 fields (minute hour day month weekday) or 6 (second first), not"
                        + " 7",
                "'' | a cron line has 5 fields (minute hour day month weekday) or 6 (second first), not 0",
                "x * * * *        | minute `x` is not a number from 0 to 59",
                "0 0 * * MOON     | day of the week `MOON` is not a number from 0 to 7 or SUN-SAT",
                "0 0 0 * *        | day of the month 0 is not from 1 to 31",
                "*/0 * * * *      | minute step `0` is not a whole number from 1",
                "5-1 * * * *      | minute range `5-1` runs backwards",
                "1,,2 * * * *     | minute `` is not a value, a range or a step",
                "1-2-3 * * * *    | minute `1-2-3` is not a range",
                "0 0 31 2 *       | this day never comes: day 31 of month 2",
                "@often | `@often` is none of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly",
            })
    void saysInOneLineWhatIsWrong(String line, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Cron.parse(line))
                        .getMessage());
    }

    /** In Berlin the clock goes from 02:00 to 03:00 on 29 March 2026. */
    @Test
    void aFixedTimeTheClockLeavesOutIsDueAtTheChange() {
        assertEquals(
                List.of("2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00"),
                times("30 2 * * *", "2026-03-28T00:00+01:00[Europe/Berlin]", 3));
        assertEquals(
                List.of("2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00", "2026-03-30T03:00+02:00"),
                times("0 2,3 * * *", "2026-03-28T12:00+01:00[Europe/Berlin]", 3));
        assertEquals(
                List.of("2026-03-29T03:00+02:00"), times("30 2 * * *", "2026-03-29T01:59:59+01:00[Europe/Berlin]", 1));
    }

    @Test
    void everyHourGoesOnByTheElapsedTimeOverTheGap() {
        assertEquals(
                List.of("2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00", "2026-03-29T04:30+02:00"),
                times("30 * * * *", "2026-03-29T01:00+01:00[Europe/Berlin]", 3));
    }

    /** On 25 October 2026 the hour from 02:00 to 03:00 comes twice. */
    @Test
    void aFixedTimeThatComesTwiceIsDueOnce() {
        assertEquals(
                List.of("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"),
                times("30 2 * * *", "2026-10-25T00:00+02:00[Europe/Berlin]", 2));
        assertEquals(
                List.of("2026-10-26T02:30+01:00"), times("30 2 * * *", "2026-10-25T02:10+01:00[Europe/Berlin]", 1));
    }

    @Test
    void everyHourComesTwiceInTheOverlap() {
        assertEquals(
                List.of(
                        "2026-10-25T01:30+02:00",
                        "2026-10-25T02:30+02:00",
                        "2026-10-25T02:30+01:00",
                        "2026-10-25T03:30+01:00"),
                times("30 * * * *", "2026-10-25T01:00+02:00[Europe/Berlin]", 4));
    }

    @Test
    void goesOnOverAChangeAtTheMomentItStartsFrom() {
        assertEquals(
                List.of("2026-03-29T03:00:01+02:00", "2026-03-29T03:00:02+02:00"),
                times("* * * * * *", "2026-03-29T03:00+02:00[Europe/Berlin]", 2));
        assertEquals(
                List.of("2026-10-25T02:00+01:00", "2026-10-25T02:00:01+01:00"),
                times("* * * * * *", "2026-10-25T02:59:59+02:00[Europe/Berlin]", 2));
    }

    private static List<String> times(String line, String from, int count) {
        Cron cron = Cron.parse(line);
        List<String> times = new ArrayList<>();
        ZonedDateTime at = ZonedDateTime.parse(from).withZoneSameInstant(BERLIN);
        for (int i = 0; i < count; i++) {
            at = cron.next(at);
            times.add(at.toOffsetDateTime().toString());
        }
        return times;
    }
}
