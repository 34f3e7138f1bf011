package lbm.manager.logs;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Puts the fields of a stamp together to a moment. */
final class StampFields {

    private StampFields() {}

    /**
     * The moment.
     *
     * @param values texts by token of {@link DateFormat}
     * @return empty: date or time of day is incomplete
     * @throws java.time.DateTimeException there is no such date or time
     */
    static Optional<Instant> time(Map<String, String> values, ZoneId zone) {
        String millis = values.get("x");
        if (millis != null) {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(millis)));
        }
        String seconds = values.get("X");
        if (seconds != null) {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)));
        }
        OptionalInt year = number(values, "YYYY");
        if (year.isEmpty()) {
            OptionalInt two = number(values, "YY");
            year = two.isEmpty() ? two : OptionalInt.of(2000 + two.getAsInt());
        }
        OptionalInt month = month(values);
        OptionalInt day = number(values, "DD", "D");
        OptionalInt hour = hour(values);
        OptionalInt minute = number(values, "mm", "m");
        if (year.isEmpty() || month.isEmpty() || day.isEmpty() || hour.isEmpty() || minute.isEmpty()) {
            return Optional.empty();
        }
        String fraction = (values.getOrDefault("SSS", values.getOrDefault("SS", values.getOrDefault("S", ""))) + "000")
                .substring(0, 3);
        LocalDateTime local = LocalDateTime.of(
                year.getAsInt(),
                month.getAsInt(),
                day.getAsInt(),
                hour.getAsInt(),
                minute.getAsInt(),
                number(values, "ss", "s").orElse(0),
                Integer.parseInt(fraction) * 1_000_000);
        String offset = values.getOrDefault("Z", values.getOrDefault("ZZ", ""));
        return Optional.of(offset.isEmpty() ? local.atZone(zone).toInstant() : local.toInstant(ZoneOffset.of(offset)));
    }

    private static OptionalInt number(Map<String, String> values, String... tokens) {
        for (String token : tokens) {
            String text = values.get(token);
            if (text != null) {
                return OptionalInt.of(Integer.parseInt(text));
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt month(Map<String, String> values) {
        for (Month month : Month.values()) {
            if (month.getDisplayName(TextStyle.FULL, Locale.ENGLISH).equals(values.get("MMMM"))
                    || month.getDisplayName(TextStyle.SHORT, Locale.ENGLISH).equals(values.get("MMM"))) {
                return OptionalInt.of(month.getValue());
            }
        }
        return number(values, "MM", "M");
    }

    private static OptionalInt hour(Map<String, String> values) {
        OptionalInt hour = number(values, "HH", "H");
        OptionalInt half = number(values, "hh", "h");
        String noon = values.getOrDefault("A", values.getOrDefault("a", "")).toLowerCase(Locale.ROOT);
        if (hour.isPresent() || half.isEmpty() || noon.isEmpty()) {
            return hour;
        }
        return OptionalInt.of(half.getAsInt() % 12 + (noon.equals("pm") ? 12 : 0));
    }
}
