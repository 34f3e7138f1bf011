package lbm.manager.logs;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stamps in the tokens of dayjs, as PM2's {@code log_date_format} has them: {@code YYYY YY MMMM MMM MM M DD D dddd ddd
 * dd d HH H hh h mm m ss s SSS SS S A a Z ZZ X x}, {@code [literal]}; anything else stands for itself. English names.
 *
 * <p>Not safe for two threads: the stamp of the current second is kept.
 */
public final class DateFormat {

    private static final Pattern TOKEN = Pattern.compile(
            "\\[([^\\]]*)]|YYYY|YY|M{1,4}|D{1,2}|d{1,4}|H{1,2}|h{1,2}|a|A|m{1,2}|s{1,2}|S{1,3}|Z{1,2}|X|x");

    /** A stamp is looked for in so many first bytes of a line. */
    private static final int LONGEST = 128;

    private final ZoneId zone;
    private final List<Piece> pieces = new ArrayList<>();
    private final Pattern stamp;
    private final boolean finerThanSecond;
    private long cachedSecond = Long.MIN_VALUE;
    private byte[] cached = {};

    /** A literal, or a token with the group of {@link #stamp} that reads it. */
    private record Piece(String text, boolean token) {}

    public DateFormat(String tokens, ZoneId zone) {
        this.zone = zone;
        StringBuilder pattern = new StringBuilder();
        Matcher matcher = TOKEN.matcher(tokens);
        int at = 0;
        while (matcher.find()) {
            literal(tokens.substring(at, matcher.start()), pattern);
            if (matcher.group(1) != null) {
                literal(matcher.group(1), pattern);
            } else {
                pieces.add(new Piece(matcher.group(), true));
                pattern.append('(').append(regex(matcher.group())).append(')');
            }
            at = matcher.end();
        }
        literal(tokens.substring(at), pattern);
        stamp = Pattern.compile(pattern.toString());
        finerThanSecond = pieces.stream()
                .anyMatch(
                        p -> p.token() && (p.text().startsWith("S") || p.text().equals("x")));
    }

    private void literal(String text, StringBuilder pattern) {
        if (!text.isEmpty()) {
            pieces.add(new Piece(text, false));
            pattern.append(Pattern.quote(text));
        }
    }

    private static String regex(String token) {
        return switch (token) {
            case "YYYY" -> "\\d{4}";
            case "ZZ" -> "[+-]\\d{4}";
            case "YY", "MM", "DD", "HH", "hh", "mm", "ss", "SS" -> "\\d{2}";
            case "M", "D", "H", "h", "m", "s" -> "\\d{1,2}";
            case "SSS" -> "\\d{3}";
            case "S", "d" -> "\\d";
            case "MMMM", "MMM", "dddd", "ddd", "dd" -> "[A-Za-z]+";
            case "A", "a" -> "[APap][Mm]";
            case "Z" -> "[+-]\\d{2}:\\d{2}";
            default -> "-?\\d+";
        };
    }

    /** The stamp of a moment, in UTF-8. The array is shared: do not change it. */
    public byte[] format(Instant time) {
        if (!finerThanSecond && time.getEpochSecond() == cachedSecond) {
            return cached;
        }
        ZonedDateTime at = time.atZone(zone);
        StringBuilder text = new StringBuilder(32);
        for (Piece piece : pieces) {
            text.append(piece.token() ? value(piece.text(), at) : piece.text());
        }
        cached = text.toString().getBytes(StandardCharsets.UTF_8);
        cachedSecond = time.getEpochSecond();
        return cached;
    }

    private static String value(String token, ZonedDateTime at) {
        int hour12 = at.getHour() % 12 == 0 ? 12 : at.getHour() % 12;
        return switch (token) {
            case "YYYY" -> pad(at.getYear(), 4);
            case "YY" -> pad(at.getYear() % 100, 2);
            case "MMMM" -> at.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "MMM" -> at.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case "MM" -> pad(at.getMonthValue(), 2);
            case "M" -> Integer.toString(at.getMonthValue());
            case "DD" -> pad(at.getDayOfMonth(), 2);
            case "D" -> Integer.toString(at.getDayOfMonth());
            case "dddd" -> at.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "ddd" -> at.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case "dd" ->
                at.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 2);
            case "d" -> Integer.toString(at.getDayOfWeek().getValue() % 7);
            case "HH" -> pad(at.getHour(), 2);
            case "H" -> Integer.toString(at.getHour());
            case "hh" -> pad(hour12, 2);
            case "h" -> Integer.toString(hour12);
            case "mm" -> pad(at.getMinute(), 2);
            case "m" -> Integer.toString(at.getMinute());
            case "ss" -> pad(at.getSecond(), 2);
            case "s" -> Integer.toString(at.getSecond());
            case "SSS", "SS", "S" -> pad(at.getNano() / 1_000_000, 3).substring(0, token.length());
            case "A" -> at.getHour() < 12 ? "AM" : "PM";
            case "a" -> at.getHour() < 12 ? "am" : "pm";
            case "Z", "ZZ" -> offset(at.getOffset(), token.equals("Z") ? ":" : "");
            case "X" -> Long.toString(at.toEpochSecond());
            case "x" -> Long.toString(at.toInstant().toEpochMilli());
            default -> token;
        };
    }

    private static String pad(int value, int width) {
        String digits = Integer.toString(value);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    private static String offset(ZoneOffset offset, String colon) {
        int minutes = Math.abs(offset.getTotalSeconds() / 60);
        return (offset.getTotalSeconds() < 0 ? "-" : "+") + pad(minutes / 60, 2) + colon + pad(minutes % 60, 2);
    }

    /**
     * A stamp at the start of a text.
     *
     * @param length bytes of the stamp
     */
    public record Stamp(Instant time, int length) {}

    /**
     * Reads back a stamp of this format.
     *
     * @return empty: the line does not start with one, or the format lacks a part of the date or the time of day
     */
    public Optional<Stamp> parse(byte[] line) {
        String head = new String(line, 0, Math.min(line.length, LONGEST), StandardCharsets.ISO_8859_1);
        Matcher matcher = stamp.matcher(head);
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        int group = 0;
        for (Piece piece : pieces) {
            if (piece.token()) {
                values.put(piece.text(), matcher.group(++group));
            }
        }
        try {
            return StampFields.time(values, zone).map(time -> new Stamp(time, matcher.end()));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
