package lbm.worker.content;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Dates as HTTP writes them (RFC 9110 §5.6.7). */
public final class HttpDate {

    private static final DateTimeFormatter IMF = formatter("EEE, dd MMM uuuu HH:mm:ss 'GMT'");
    private static final DateTimeFormatter ASCTIME = formatter("EEE MMM ppd HH:mm:ss uuuu");

    private HttpDate() {}

    /** {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    public static String format(long seconds) {
        return IMF.format(Instant.ofEpochSecond(seconds));
    }

    /** Seconds since the epoch; -1 for what is none of the three forms: such a field is to be ignored. */
    public static long parse(String text) {
        String date = text.trim();
        DateTimeFormatter form = date.indexOf(',') == 3 ? IMF : date.indexOf(',') > 3 ? rfc850() : ASCTIME;
        try {
            return form.parse(date).getLong(ChronoField.INSTANT_SECONDS);
        } catch (DateTimeException e) {
            return -1;
        }
    }

    /** Two digits of a year are within fifty years of now; made on demand, since nobody sends it. */
    private static DateTimeFormatter rfc850() {
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, 1980)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH) // the root locale has no long names of days
                .withZone(ZoneOffset.UTC);
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }
}
