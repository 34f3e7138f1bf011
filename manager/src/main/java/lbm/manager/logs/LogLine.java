package lbm.manager.logs;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One line of output.
 *
 * @param time when the manager read it; where that is not known, the time of the nearest line before it whose is, or
 *     of the file
 * @param timeKnown whether {@code time} is the line's own
 * @param id the instance, or the lowest of those that share a merged file when only the file knows the line; -1 for
 *     {@link #skipped}
 * @param text the bytes as written, without LF; NUL and invalid UTF-8 included
 * @param stamped the line as it stands in the file, without LF
 */
// The arrays are handed over, not kept: copying every line twice would double the cost of a flood.
@SuppressWarnings("ArrayRecordComponent") // compared by identity on purpose, see above
public record LogLine(Instant time, boolean timeKnown, String app, int id, Stream stream, byte[] text, byte[] stamped) {

    /** Stands in a follower's stream where it was too slow and lines were left out. */
    public static LogLine skipped(Instant now, long count) {
        byte[] text = ("… " + count + " lines skipped").getBytes(StandardCharsets.UTF_8);
        return new LogLine(now, true, "lbm", -1, Stream.ERR, text, text);
    }

    /** {@code text} for people: invalid UTF-8 becomes U+FFFD. */
    public String shown() {
        return new String(text, StandardCharsets.UTF_8);
    }
}
