package lbm.manager.channel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One datagram of sd_notify(3): lines of {@code NAME=value}. What lbm has no use for ({@code MAINPID}, {@code FDSTORE},
 * {@code BUSERROR}, …) is left out; of a name that comes twice the last counts.
 *
 * @param ready {@code READY=1}: it can serve
 * @param stopping {@code STOPPING=1}: it is about to end by itself
 * @param status {@code STATUS=}, one line for people, cut to {@link #LONGEST_STATUS}
 * @param alive {@code WATCHDOG=1}: it gives a sign of life
 * @param trouble {@code WATCHDOG=trigger}: it has found itself to be hung
 * @param watchdog {@code WATCHDOG_USEC}: how often it wants to be heard from now on
 * @param extend {@code EXTEND_TIMEOUT_USEC}: how long from now its start or stop may still take
 * @param errno {@code ERRNO}: why it fails, as a number of errno(3)
 */
public record Notice(
        boolean ready,
        boolean stopping,
        Optional<String> status,
        boolean alive,
        boolean trouble,
        Optional<Duration> watchdog,
        Optional<Duration> extend,
        Optional<Integer> errno) {

    /** More is nothing for a table. */
    public static final int LONGEST_STATUS = 200;

    /** Times beyond this would overflow somewhere; a hundred years are enough. */
    private static final long MOST_MICROS = 100L * 365 * 24 * 3600 * 1_000_000;

    /** Reads the datagram; what is malformed in it is as if it were not there. */
    public static Notice of(byte[] datagram) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : new String(datagram, StandardCharsets.UTF_8).split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.put(line.substring(0, equals), line.substring(equals + 1).strip());
            }
        }
        String watchdog = fields.getOrDefault("WATCHDOG", "");
        return new Notice(
                "1".equals(fields.get("READY")),
                "1".equals(fields.get("STOPPING")),
                Optional.ofNullable(fields.get("STATUS")).map(Notice::line),
                watchdog.equals("1"),
                watchdog.equals("trigger"),
                micros(fields.get("WATCHDOG_USEC")),
                micros(fields.get("EXTEND_TIMEOUT_USEC")),
                number(fields.get("ERRNO")).map(Long::intValue));
    }

    /** No control character gets into a terminal. */
    private static String line(String status) {
        String plain = status.replaceAll("\\p{Cntrl}", " ");
        return plain.substring(0, Math.min(plain.length(), LONGEST_STATUS));
    }

    private static Optional<Duration> micros(@org.jspecify.annotations.Nullable String text) {
        return number(text)
                .filter(micros -> micros > 0 && micros <= MOST_MICROS)
                .map(micros -> Duration.ofNanos(micros * 1000));
    }

    private static Optional<Long> number(@org.jspecify.annotations.Nullable String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
