package lbm.manager.cli;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads one HTTP/1.1 answer: what the manager's control socket sends, no more (no trailers, no encodings). Written by
 * hand because {@code java.net.http} knows no unix sockets and costs 200 ms to load.
 */
final class HttpAnswer {
    private static final int LONGEST_LINE = 64 * 1024;

    private final InputStream in;
    private final int status;
    private boolean chunked;
    private boolean ended;
    private long left;

    /**
     * Reads the head of the answer.
     *
     * @throws EOFException when the other side closed without an answer
     */
    HttpAnswer(InputStream in) throws IOException {
        this.in = in;
        this.status = statusOf(line());
        this.left = Long.MAX_VALUE;
        for (String header = line(); !header.isEmpty(); header = line()) {
            header(header.toLowerCase(Locale.ROOT));
        }
        if (chunked) {
            left = chunk();
            ended = left == 0;
        }
    }

    int status() {
        return status;
    }

    /** The next byte of the body; -1 at its end. */
    int read() throws IOException {
        if (chunked && left == 0 && !ended) {
            // Only now: the next chunk of a stream may be long in coming, and this one's last byte must not wait for
            // it.
            line();
            left = chunk();
            ended = left == 0;
        }
        if (left == 0) {
            return -1;
        }
        int next = in.read();
        if (next < 0) {
            if (chunked || left != Long.MAX_VALUE) {
                throw new EOFException("the answer broke off");
            }
            return -1;
        }
        if (left != Long.MAX_VALUE) {
            left--;
        }
        return next;
    }

    /** The rest of the body. */
    String text() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int next = read(); next >= 0; next = read()) {
            body.write(next);
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private long chunk() throws IOException {
        String size = line();
        int extension = size.indexOf(';');
        try {
            return Long.parseLong((extension < 0 ? size : size.substring(0, extension)).trim(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("not a chunk size: " + size, e);
        }
    }

    private void header(String header) throws IOException {
        int colon = header.indexOf(':');
        String value = header.substring(colon + 1).trim();
        if (header.startsWith("transfer-encoding:")) {
            chunked = value.equals("chunked");
        } else if (header.startsWith("content-length:")) {
            try {
                left = Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw new IOException("not a length: " + value, e);
            }
        }
    }

    private static int statusOf(String line) throws IOException {
        try {
            if (line.startsWith("HTTP/1.1 ")) {
                return Integer.parseInt(line.substring(9, 12));
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IOException("not an HTTP answer: " + line, e);
        }
        throw new IOException("not an HTTP answer: " + line);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the answer broke off");
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a header line is longer than " + LONGEST_LINE + " bytes");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
