package lbm.manager.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lbm.manager.spec.ExitCode;

/** The value of {@code --since}: how long ago, or when. */
public final class Since {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})(s|m|h|d)");

    private Since() {}

    /**
     * Reads {@code 90s}, {@code 10m}, {@code 2h}, {@code 1d}, {@code 14:30} (of today), {@code 2026-11-23},
     * {@code 2026-11-23T14:30:00} or the same with a zone.
     *
     * @param now with the zone that is meant where none is written
     * @return wall clock, milliseconds
     * @throws Failure {@code USAGE} for anything else
     */
    public static long millis(String text, ZonedDateTime now) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            Duration duration =
                    switch (ago.group(2)) {
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    };
            return now.minus(duration).toInstant().toEpochMilli();
        }
        try {
            return instant(text, now).toEpochMilli();
        } catch (DateTimeException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--since: \"" + text + "\" is no time; expected e.g. 10m, 2h, 14:30 or 2026-11-23T14:30:00");
        }
    }

    private static Instant instant(String text, ZonedDateTime now) {
        if (text.matches("\\d\\d:\\d\\d(:\\d\\d)?")) {
            return now.with(LocalTime.parse(text)).toInstant();
        }
        if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
            return LocalDate.parse(text).atStartOfDay(now.getZone()).toInstant();
        }
        return text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
                ? ZonedDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text.replace(' ', 'T'))
                        .atZone(now.getZone())
                        .toInstant();
    }
}
