package lbm.manager.logs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a line stands in its file: {@code <stamp>: <line>}, the bare line, or a JSON object with PM2's fields. Bytes pass
 * as they are, except that JSON has U+FFFD for invalid UTF-8. Not safe for two threads.
 */
public final class LineFormat {

    private static final byte[] SEPARATOR = {':', ' '};
    private static final byte LF = '\n';

    private final @Nullable DateFormat dates;
    private final boolean json;
    private final int id;
    private final byte[] app;

    public LineFormat(LogTargets targets, int id, String app, ZoneId zone) {
        this.dates =
                targets.dateFormat().map(tokens -> new DateFormat(tokens, zone)).orElse(null);
        this.json = targets.json();
        this.id = id;
        this.app = app.getBytes(StandardCharsets.UTF_8);
    }

    /** Appends a line and its LF. */
    public void render(ByteBuffer from, int at, int length, Instant time, Stream stream, OutBuffer to) {
        if (json) {
            byte[] text = new byte[length];
            from.get(at, text);
            renderJson(text, time, stream, to);
        } else {
            if (dates != null) {
                to.put(dates.format(time));
                to.put(SEPARATOR);
            }
            to.put(from, at, length);
        }
        to.put(LF);
    }

    /** The line as {@link #render} writes it, without LF. */
    public byte[] stamped(byte[] text, Instant time, Stream stream) {
        if (!json) {
            return dates == null ? text : prefixed(dates.format(time), text);
        }
        OutBuffer buffer = OutBuffer.heap(text.length + 256);
        renderJson(text, time, stream, buffer);
        return buffer.copy(0, buffer.size());
    }

    private static byte[] prefixed(byte[] stamp, byte[] text) {
        byte[] line = Arrays.copyOf(stamp, stamp.length + SEPARATOR.length + text.length);
        System.arraycopy(SEPARATOR, 0, line, stamp.length, SEPARATOR.length);
        System.arraycopy(text, 0, line, stamp.length + SEPARATOR.length, text.length);
        return line;
    }

    private void renderJson(byte[] text, Instant time, Stream stream, OutBuffer to) {
        to.put(ascii("{\"message\":"));
        JsonText.quote(text, to);
        to.put(ascii(",\"timestamp\":"));
        JsonText.quote(dates != null ? dates.format(time) : ascii(time.toString()), to);
        to.put(ascii(",\"type\":\"" + stream.label() + "\",\"process_id\":" + id + ",\"app_name\":"));
        JsonText.quote(app, to);
        to.put((byte) '}');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * What a line of a file says.
     *
     * @param time empty: it bears no stamp
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    public record Parsed(Optional<Instant> time, byte[] text) {}

    /** Reads back a line of a file, without its LF. A line of another form is all text. */
    public Parsed parse(byte[] line) {
        if (json) {
            return JsonText.parse(line, dates);
        }
        if (dates != null) {
            Optional<DateFormat.Stamp> stamp = dates.parse(line);
            int end = stamp.map(DateFormat.Stamp::length).orElse(0);
            if (end > 0 && end + 1 < line.length && line[end] == ':' && line[end + 1] == ' ') {
                return new Parsed(stamp.map(DateFormat.Stamp::time), Arrays.copyOfRange(line, end + 2, line.length));
            }
        }
        return new Parsed(Optional.empty(), line);
    }
}
