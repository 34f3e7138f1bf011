package lbm.worker.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import lbm.worker.config.AccessLog.Format;

/**
 * One line of the access log.
 *
 * <pre>
 * 192.0.2.1 - - [23/Nov/2026:15:39:00 +0000] "GET /a.js HTTP/1.1" 200 5120 "-" "curl/8" 0.000123 br site:0 4f9a-1
 * {"time":"2026-11-23T15:39:00.000Z","address":"192.0.2.1","method":"GET",...}
 * </pre>
 *
 * <p>The common and combined forms end with four fields more than usual: seconds, coding, worker, request id. What a
 * client sent is written in printable ASCII, everything else of it as {@code \xHH} (in JSON escaped), so that it
 * can neither end a field nor a line nor colour a terminal; more than {@value #LONGEST} characters of one field are cut.
 */
public final class AccessLine {

    /** No line is longer: six cut fields, each character escaped, and the rest. */
    public static final int MOST = 80 * 1024;

    static final int LONGEST = 2048;

    private static final DateTimeFormatter COMMON = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(US_ASCII);
    private static final long SECOND = 1000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    /**
     * What was asked and answered; texts that are not there are empty.
     *
     * @param coding of the content: {@code br}, {@code gzip} and so on
     */
    public record Entry(
            String address,
            String method,
            String target,
            String protocol,
            int status,
            long bytes,
            long nanos,
            String coding,
            String id,
            String referrer,
            String agent) {}

    private final Format format;
    private final String worker;
    private final ZoneId zone;
    private long second = -1;
    private byte[] time = {};

    /**
     * A form of lines.
     *
     * @param worker name of the instance
     */
    public AccessLine(Format format, String worker, ZoneId zone) {
        this.format = format;
        this.worker = worker;
        this.zone = zone;
    }

    /** Appends a line with its end. */
    public void write(ByteBuf out, Entry entry, long nowMillis) {
        if (format == Format.JSON) {
            json(out, entry, nowMillis);
        } else {
            plain(out, entry, nowMillis);
        }
        out.writeByte('\n');
    }

    private void plain(ByteBuf out, Entry entry, long nowMillis) {
        text(out, entry.address());
        text(out, " - - [");
        out.writeBytes(time(nowMillis));
        text(out, "] \"");
        escaped(out, entry.method());
        out.writeByte(' ');
        escaped(out, entry.target());
        out.writeByte(' ');
        escaped(out, entry.protocol());
        text(out, "\" ");
        text(out, Integer.toString(entry.status()));
        out.writeByte(' ');
        text(out, Long.toString(entry.bytes()));
        if (format == Format.COMBINED) {
            quoted(out, entry.referrer());
            quoted(out, entry.agent());
        }
        out.writeByte(' ');
        seconds(out, entry.nanos());
        word(out, entry.coding());
        word(out, worker);
        word(out, entry.id());
    }

    private void json(ByteBuf out, Entry entry, long nowMillis) {
        text(out, "{\"time\":\"");
        text(out, Instant.ofEpochMilli(nowMillis).toString());
        field(out, "\",\"address\":\"", entry.address());
        field(out, "\",\"method\":\"", entry.method());
        field(out, "\",\"target\":\"", entry.target());
        field(out, "\",\"protocol\":\"", entry.protocol());
        text(out, "\",\"status\":" + entry.status() + ",\"bytes\":" + entry.bytes() + ",\"seconds\":");
        seconds(out, entry.nanos());
        field(out, ",\"coding\":\"", entry.coding());
        field(out, "\",\"worker\":\"", worker);
        field(out, "\",\"id\":\"", entry.id());
        field(out, "\",\"referrer\":\"", entry.referrer());
        field(out, "\",\"agent\":\"", entry.agent());
        text(out, "\"}");
    }

    /** The time as the common form has it, made once a second. */
    private byte[] time(long nowMillis) {
        long now = Math.floorDiv(nowMillis, SECOND);
        if (now != second) {
            second = now;
            time = COMMON.format(Instant.ofEpochSecond(now).atZone(zone)).getBytes(US_ASCII);
        }
        return time;
    }

    private static void seconds(ByteBuf out, long nanos) {
        long micros = Math.max(0, nanos / 1000);
        text(out, Long.toString(micros / MICROS_PER_SECOND));
        out.writeByte('.');
        String fraction = Long.toString(micros % MICROS_PER_SECOND + MICROS_PER_SECOND);
        text(out, fraction.substring(1));
    }

    private void quoted(ByteBuf out, String text) {
        text(out, " \"");
        escaped(out, text.isEmpty() ? "-" : text);
        out.writeByte('"');
    }

    private void word(ByteBuf out, String text) {
        out.writeByte(' ');
        escaped(out, text.isEmpty() || text.indexOf(' ') >= 0 ? "-" : text);
    }

    private void field(ByteBuf out, String name, String value) {
        text(out, name);
        escaped(out, value);
    }

    private static void text(ByteBuf out, String text) {
        out.writeCharSequence(text, US_ASCII);
    }

    private void escaped(ByteBuf out, String text) {
        boolean json = format == Format.JSON;
        int length = Math.min(text.length(), LONGEST);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
                out.writeByte(c);
            } else if (json) {
                out.writeByte('\\').writeByte('u');
                hex(out, c >>> 8);
                hex(out, c & 0xff);
            } else if (c <= 0xff) {
                out.writeByte('\\').writeByte('x');
                hex(out, c);
            } else {
                for (byte b : String.valueOf(c).getBytes(UTF_8)) {
                    out.writeByte('\\').writeByte('x');
                    hex(out, b & 0xff);
                }
            }
        }
        if (length < text.length()) {
            text(out, "...");
        }
    }

    private static void hex(ByteBuf out, int value) {
        out.writeByte(HEX[value >>> 4 & 0xf]).writeByte(HEX[value & 0xf]);
    }
}
