package lbm.manager.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Text of any bytes as a JSON string (RFC 8259), and JSON log lines back. */
final class JsonText {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private JsonText() {}

    /** Appends the quoted string; invalid UTF-8 becomes U+FFFD. */
    static void quote(byte[] text, OutBuffer to) {
        byte[] valid = isAscii(text) ? text : new String(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        to.put((byte) '"');
        for (byte b : valid) {
            if (b == '"' || b == '\\') {
                to.put((byte) '\\');
                to.put(b);
            } else if (b == '\t') {
                to.put((byte) '\\');
                to.put((byte) 't');
            } else if (b >= 0 && b < ' ') {
                to.put(new byte[] {'\\', 'u', '0', '0', HEX[b >> 4], HEX[b & 15]});
            } else {
                to.put(b);
            }
        }
        to.put((byte) '"');
    }

    private static boolean isAscii(byte[] text) {
        for (byte b : text) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /** The message and time of a JSON log line; a line that is none is all text. */
    static LineFormat.Parsed parse(byte[] line, @Nullable DateFormat dates) {
        String message = null;
        String timestamp = null;
        try (JsonParser in = JSON.createParser(line)) {
            in.nextToken();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                if (name.equals("message")) {
                    message = in.getText();
                } else if (name.equals("timestamp")) {
                    timestamp = in.getText();
                } else {
                    in.skipChildren();
                }
            }
        } catch (IOException e) {
            return new LineFormat.Parsed(Optional.empty(), line);
        }
        if (message == null) {
            return new LineFormat.Parsed(Optional.empty(), line);
        }
        return new LineFormat.Parsed(time(timestamp, dates), message.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Instant> time(@Nullable String timestamp, @Nullable DateFormat dates) {
        if (timestamp == null) {
            return Optional.empty();
        }
        if (dates != null) {
            return dates.parse(timestamp.getBytes(StandardCharsets.UTF_8)).map(DateFormat.Stamp::time);
        }
        try {
            return Optional.of(Instant.parse(timestamp));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
