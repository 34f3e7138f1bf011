package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lbm.manager.ecosystem.Node.Form;
import lbm.manager.ecosystem.Node.Scalar;

/** The kinds that are one word or number. */
final class Kinds {

    /** A year; a longer wait is a slip of the unit. */
    static final Duration LONGEST = Duration.ofDays(365);

    private static final String DURATION = "(?:\\d{1,9}(?:ms|s|m|h|d))+";
    private static final Pattern DURATION_PART = Pattern.compile("(\\d+)(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})([KMG]?)");
    private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9]\\d{0,18})");

    /** A real duration is shorter; the pattern of a duration would overflow the stack on a very long text. */
    private static final int LONGEST_TEXT = 40;

    private static final int LONGEST_NAME = 100;
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    /** Words; numbers count as what is written, since PM2's users name apps 1 and 2. */
    static final Kind<String> TEXT =
            new ScalarKind<>("text", "text", Kinds::words, () -> Shapes.type("string", "number"));

    /** A name that a selector, a table and a log line can hold. */
    static final Kind<String> NAME = new ScalarKind<>(
            "a name",
            "up to 100 characters on one line, not all, not beginning with / or -",
            s -> words(s).filter(Kinds::isName),
            () -> Shapes.either(
                    Shapes.type("number"), Shapes.pattern("^(?!all$)[^/\\-\\x00-\\x1f][^\\x00-\\x1f]{0,99}$")));

    /** The name of an environment variable. */
    static final Kind<String> VARIABLE = new ScalarKind<>(
            "the name of a variable",
            "a name without =",
            s -> words(s).filter(name -> name.indexOf('=') < 0),
            () -> Shapes.pattern("^[^=]+$"));

    static final Kind<Boolean> FLAG = new ScalarKind<>(
            "true or false",
            "true or false, without quotes",
            s -> s.form() == Form.BOOLEAN ? Optional.of(s.text().equalsIgnoreCase("true")) : Optional.empty(),
            () -> Shapes.type("boolean"));

    /** Bytes. */
    static final Kind<Long> SIZE_IN_BYTES = new ScalarKind<>(
            "a size",
            "e.g. 200M, 1G or a number of bytes",
            Kinds::size,
            () -> Shapes.either(Shapes.range(1, Long.MAX_VALUE), Shapes.pattern("^\\d+[KMG]?$")));

    private Kinds() {}

    /** A duration of at least {@code least}; a plain number is milliseconds, as in PM2. */
    static Kind<Duration> duration(Duration least) {
        return duration(least, LONGEST);
    }

    static Kind<Duration> duration(Duration least, Duration most) {
        String atLeast = least.isZero() ? "" : ", at least " + least.toMillis() + "ms";
        String atMost = most.equals(LONGEST) ? "a year" : most.toHours() + "h";
        return new ScalarKind<>(
                "a duration",
                "e.g. 500ms, 10s, 1h30m or a number of milliseconds" + atLeast + ", at most " + atMost,
                s -> duration(s).filter(d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0),
                () -> Shapes.either(
                        Shapes.range(least.toMillis(), most.toMillis()), Shapes.pattern("^(\\d+|" + DURATION + ")$")));
    }

    /** A whole number, quoted or not; no leading zero, since YAML versions read {@code 010} differently. */
    static Kind<Integer> whole(int least, int most) {
        String expected = most == Integer.MAX_VALUE
                ? "a whole number, at least " + least
                : "a number from " + least + " to " + most;
        return new ScalarKind<>(
                most == Integer.MAX_VALUE ? "a whole number" : "a number in range",
                expected,
                s -> whole(s).filter(n -> n >= least && n <= most).map(Math::toIntExact),
                () -> Shapes.either(
                        Shapes.range(least, most == Integer.MAX_VALUE ? Long.MAX_VALUE : most),
                        Shapes.pattern("^-?\\d+$")));
    }

    /** One of a few words; {@code words} maps what may be written to what it means. */
    static <T> Kind<T> oneOf(Map<String, T> words) {
        return new OneOf<>(new TreeMap<>(words));
    }

    private record OneOf<T>(Map<String, T> words) implements Kind<T> {
        @Override
        public Optional<T> read(Value value, Report report) {
            if (value.node() instanceof Scalar s && words.containsKey(s.text())) {
                return Optional.ofNullable(words.get(s.text()));
            }
            Collection<String> known = words.keySet();
            Optional<String> nearest =
                    value.node() instanceof Scalar s ? Nearest.to(s.text(), known) : Optional.empty();
            report.wrong(value, "is not known here", expected(), nearest);
            return Optional.empty();
        }

        @Override
        public String expected() {
            List<String> names = List.copyOf(words.keySet());
            return names.size() == 1
                    ? names.get(0)
                    : String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.get(names.size() - 1);
        }

        @Override
        public ObjectNode schema() {
            return Shapes.words(words.keySet());
        }
    }

    /** Something written, not blank; no NUL, which no path and no argument can hold. */
    static Optional<String> words(Scalar s) {
        boolean named = s.form() == Form.TEXT || s.form() == Form.NUMBER;
        return named && !s.text().isBlank() && s.text().indexOf('\0') < 0 ? Optional.of(s.text()) : Optional.empty();
    }

    private static boolean isName(String text) {
        return text.codePoints().noneMatch(Character::isISOControl)
                && text.codePointCount(0, text.length()) <= LONGEST_NAME
                && !text.startsWith("/")
                && !text.startsWith("-")
                && !text.equals("all");
    }

    static Optional<Long> whole(Scalar s) {
        if (s.form() == Form.BOOLEAN || !WHOLE.matcher(s.text()).matches()) {
            return Optional.empty();
        }
        BigInteger number = new BigInteger(s.text());
        return number.bitLength() < 63 ? Optional.of(number.longValue()) : Optional.empty();
    }

    private static Optional<Duration> duration(Scalar s) {
        Optional<Long> millis = whole(s);
        if (millis.isPresent()) {
            return millis.filter(n -> n >= 0 && n <= LONGEST.toMillis()).map(Duration::ofMillis);
        }
        String text = s.text();
        if (s.form() != Form.TEXT || text.length() > LONGEST_TEXT || !text.matches(DURATION)) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        Matcher part = DURATION_PART.matcher(text);
        while (part.find()) {
            Duration unit = UNITS.getOrDefault(part.group(2), Duration.ZERO);
            sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
        }
        return Optional.of(sum);
    }

    static Optional<Long> size(Scalar s) {
        Matcher size = SIZE.matcher(s.text());
        if (s.form() == Form.BOOLEAN || !size.matches()) {
            return Optional.empty();
        }
        BigInteger unit = BigInteger.ONE.shiftLeft(
                switch (size.group(2)) {
                    case "K" -> 10;
                    case "M" -> 20;
                    case "G" -> 30;
                    default -> 0;
                });
        BigInteger bytes = new BigInteger(size.group(1)).multiply(unit);
        return bytes.signum() > 0 && bytes.bitLength() < 63 ? Optional.of(bytes.longValue()) : Optional.empty();
    }
}
