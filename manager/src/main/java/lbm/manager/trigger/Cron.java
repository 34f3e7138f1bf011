package lbm.manager.trigger;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lbm.manager.trigger.CronField.Range;

/**
 * Times of the clock: {@code minute hour day month weekday} as crontab(5) has them, with an optional field of seconds in
 * front. Values, ranges, steps, lists, names ({@code JAN}, {@code mon}), {@code L} for the last day of the month, and
 * {@code @yearly @annually @monthly @weekly @daily @midnight @hourly}. When both the day of the month and the day of the
 * week are restricted, either will do.
 *
 * <p>Where the clock is put forward, a line with a fixed hour whose time is left out is due at the moment of the change;
 * where it is put back, only the first of two equal times counts. A line whose hour is {@code *} follows the elapsed
 * time in both cases.
 */
public final class Cron {

    /** The next 29 February is at most eight years away; a weekday is no further restriction, since either will do. */
    private static final int MOST_DAYS = 366 * 9;

    private static final Map<String, String> NICKNAMES = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    private final String text;
    private final CronField second;
    private final CronField minute;
    private final CronField hour;
    private final CronField day;
    private final CronField month;
    private final CronField weekday;

    private Cron(String text, List<String> fields) {
        this.text = text;
        this.second = CronField.parse(Range.SECOND, fields.get(0));
        this.minute = CronField.parse(Range.MINUTE, fields.get(1));
        this.hour = CronField.parse(Range.HOUR, fields.get(2));
        this.day = CronField.parse(Range.DAY, fields.get(3));
        this.month = CronField.parse(Range.MONTH, fields.get(4));
        this.weekday = CronField.parse(Range.WEEKDAY, fields.get(5));
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException one line that says what is wrong
     */
    public static Cron parse(String text) {
        String line = text.strip();
        if (line.startsWith("@")) {
            String meant = NICKNAMES.get(line.toLowerCase(Locale.ROOT));
            if (meant == null) {
                throw new IllegalArgumentException(
                        "`" + line + "` is none of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly");
            }
            return parse(text, meant);
        }
        return parse(text, line);
    }

    private static Cron parse(String text, String line) {
        String[] fields = line.split("\\s+", -1);
        if (line.isEmpty() || fields.length < 5 || fields.length > 6) {
            throw new IllegalArgumentException(
                    "a cron line has 5 fields (minute hour day month weekday) or 6 (second first), not "
                            + (line.isEmpty() ? 0 : fields.length));
        }
        Cron cron = new Cron(text, fields.length == 6 ? List.of(fields) : List.of(("0 " + line).split("\\s+", -1)));
        // Any nine years hold every date there is.
        if (cron.nextLocal(LocalDateTime.of(2000, 1, 1, 0, 0)).isEmpty()) {
            throw new IllegalArgumentException("this day never comes: day " + fields[fields.length - 3] + " of month "
                    + fields[fields.length - 2]);
        }
        return cron;
    }

    /** The first time after this one, in its zone. */
    public ZonedDateTime next(ZonedDateTime after) {
        ZoneId zone = after.getZone();
        ZoneRules rules = zone.getRules();
        ZonedDateTime from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        while (true) {
            ZoneOffsetTransition change = rules.nextTransition(from.toInstant().minusNanos(1));
            if (change != null && change.getInstant().equals(from.toInstant())) {
                if (leavesOut(change)) {
                    return from;
                }
                change = rules.nextTransition(from.toInstant());
            }
            LocalDateTime local = nextLocal(notTwice(from, rules))
                    .orElseThrow(() -> new IllegalStateException("no time after " + after + " in " + text));
            if (change == null || local.isBefore(change.getDateTimeBefore())) {
                return ZonedDateTime.ofInstant(local, from.getOffset(), zone);
            }
            from = change.getInstant().atZone(zone);
        }
    }

    /** Whether a line with a fixed hour means a time that the clock jumps over here. */
    private boolean leavesOut(ZoneOffsetTransition change) {
        return !hour.any()
                && change.isGap()
                && nextLocal(change.getDateTimeBefore())
                        .filter(change.getDateTimeAfter()::isAfter)
                        .isPresent();
    }

    /** The local time to search from: past what has been there once before, for a line with a fixed hour. */
    private LocalDateTime notTwice(ZonedDateTime from, ZoneRules rules) {
        ZoneOffsetTransition before = rules.previousTransition(from.toInstant().plusNanos(1));
        boolean again = !hour.any()
                && before != null
                && before.isOverlap()
                && from.toLocalDateTime().isBefore(before.getDateTimeBefore());
        return again ? before.getDateTimeBefore() : from.toLocalDateTime();
    }

    /** The first meant time that is not before this one. */
    private Optional<LocalDateTime> nextLocal(LocalDateTime from) {
        LocalDate date = from.toLocalDate();
        if (matches(date)) {
            Optional<LocalTime> today = nextTime(from.toLocalTime());
            if (today.isPresent()) {
                return Optional.of(date.atTime(today.get()));
            }
        }
        for (int i = 0; i < MOST_DAYS; i++) {
            date = date.plusDays(1);
            if (matches(date)) {
                return nextTime(LocalTime.MIDNIGHT).map(date::atTime);
            }
        }
        return Optional.empty();
    }

    private boolean matches(LocalDate date) {
        if (!month.has(date.getMonthValue())) {
            return false;
        }
        boolean byDay = day.has(date.getDayOfMonth()) || (day.last() && date.getDayOfMonth() == date.lengthOfMonth());
        boolean byWeekday = weekday.has(date.getDayOfWeek().getValue() % 7);
        // crontab(5): a field that starts with * does not restrict, so the other one decides.
        return (day.any() || weekday.any()) ? byDay && byWeekday : byDay || byWeekday;
    }

    private Optional<LocalTime> nextTime(LocalTime from) {
        for (int h = hour.from(from.getHour()); h >= 0; h = hour.from(h + 1)) {
            boolean sameHour = h == from.getHour();
            for (int m = minute.from(sameHour ? from.getMinute() : 0); m >= 0; m = minute.from(m + 1)) {
                int s = second.from(sameHour && m == from.getMinute() ? from.getSecond() : 0);
                if (s >= 0) {
                    return Optional.of(LocalTime.of(h, m, s));
                }
            }
        }
        return Optional.empty();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
