package lbm.worker.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import java.util.Locale;

/** The head of a backend's answer. Filled anew for each answer of an event loop; valid until the next one is read. */
public final class AnswerHead {

    private static final byte[] CHUNKED = "chunked".getBytes(US_ASCII);
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int SWITCHING = 101;
    private static final int FINAL = 200;

    final Fields fields = new Fields();
    private final byte[] bytes;
    private int size;
    private int minor;
    private int status;
    private int lineEnd;
    private boolean chunked;
    private long length;

    /**
     * Room for any answer.
     *
     * @param most bytes of the longest head
     */
    public AnswerHead(int most) {
        this.bytes = new byte[most];
    }

    /**
     * Reads a head, which is consumed.
     *
     * @param headSize its bytes, the empty line at the end included
     * @return whether it is one that can be passed on
     */
    public boolean read(ByteBuf in, int headSize) {
        size = headSize;
        in.readBytes(bytes, 0, headSize);
        return statusLine(headSize) && fields.read(bytes, lineEnd) == Fields.Verdict.FINE && framing();
    }

    /** RFC 9112 §4; the space before a reason that is not there is often forgotten. */
    private boolean statusLine(int most) {
        boolean http = most >= 16
                && bytes[0] == 'H'
                && bytes[1] == 'T'
                && bytes[2] == 'T'
                && bytes[3] == 'P'
                && bytes[4] == '/'
                && bytes[5] == '1'
                && bytes[6] == '.'
                && Ascii.isDigit(bytes[7])
                && bytes[8] == ' ';
        if (!http) {
            return false;
        }
        minor = bytes[7] - '0';
        status = (int) Ascii.number(bytes, 9, 12);
        if (status < 100 || (bytes[12] != ' ' && bytes[12] != '\r')) {
            return false;
        }
        int at = 12;
        while (bytes[at] != '\r') {
            if (bytes[at] >= 0 && bytes[at] < ' ' && bytes[at] != '\t') {
                return false;
            }
            at++;
        }
        lineEnd = at + 2;
        return bytes[at + 1] == '\n';
    }

    private boolean framing() {
        chunked = false;
        length = -1;
        for (int i = 0; i < fields.count; i++) {
            switch (fields.known(i)) {
                case CONTENT_LENGTH -> {
                    if (length >= 0) {
                        return false;
                    }
                    length = fields.number(i);
                    if (length < 0) {
                        return false;
                    }
                }
                case TRANSFER_ENCODING -> {
                    if (chunked || minor == 0 || !fields.valueIs(i, CHUNKED)) {
                        return false;
                    }
                    chunked = true;
                }
                default -> {}
            }
        }
        return !chunked || length < 0;
    }

    public int status() {
        return status;
    }

    /** Whether another answer follows (RFC 9110 §15.2). */
    public boolean interim() {
        return status < FINAL && status != SWITCHING;
    }

    public boolean switching() {
        return status == SWITCHING;
    }

    private boolean bodiless(boolean toHead) {
        return toHead || status < FINAL || status == NO_CONTENT || status == NOT_MODIFIED;
    }

    /**
     * Where the content ends (RFC 9112 §6.3).
     *
     * @param toHead whether it answers HEAD
     */
    public void body(BodyScan scan, boolean toHead) {
        if (bodiless(toHead)) {
            scan.length(0);
        } else if (chunked) {
            scan.chunked();
        } else if (length >= 0) {
            scan.length(length);
        } else {
            scan.untilClose();
        }
    }

    /** Content bytes that are announced; -1: none are. */
    public long length() {
        return length;
    }

    /** Whether the backend takes another request on the same connection. */
    public boolean reusable() {
        return minor > 0 ? !fields.close() : fields.keepAlive() && !fields.close();
    }

    /** For how many seconds the backend keeps an idle connection, as it says; 0: it does not say. */
    public int keepSeconds() {
        int i = fields.find(Known.KEEP_ALIVE, 0);
        if (i < 0) {
            return 0;
        }
        String value = fields.value(i).toLowerCase(Locale.ROOT);
        int from = value.indexOf("timeout=");
        if (from < 0) {
            return 0;
        }
        int at = from + "timeout=".length();
        int end = at;
        while (end < value.length() && end - at < 6 && value.charAt(end) >= '0' && value.charAt(end) <= '9') {
            end++;
        }
        return end == at ? 0 : Integer.parseInt(value.substring(at, end));
    }

    public String coding() {
        return fields.value(Known.CONTENT_ENCODING);
    }

    void writeLine(ByteBuf out) {
        out.writeBytes(Writing.VERSION);
        out.writeBytes(bytes, 8, lineEnd - 8);
    }

    /**
     * Writes the head for the client: without what was for us only, with what says how this connection goes on.
     *
     * @param toHead whether it answers HEAD
     * @param old whether the client speaks HTTP/1.0
     * @param close whether the connection ends after it
     * @param more whole field lines to add
     */
    public void write(ByteBuf out, boolean toHead, boolean old, boolean close, byte[] more) {
        writeLine(out);
        boolean length = status >= FINAL && status != NO_CONTENT;
        int from = 0;
        for (int i = 0; i < fields.count; i++) {
            boolean drop = fields.hopByHop(i) || (!length && fields.known(i) == Known.CONTENT_LENGTH);
            if (drop) {
                fields.copy(out, from, i);
                from = i + 1;
            }
        }
        fields.copy(out, from, fields.count);
        out.writeBytes(more);
        if (switching()) {
            Writing.upgrade(out, fields);
        } else if (!interim()) {
            if (!old && !bodiless(toHead) && this.length < 0) {
                out.writeBytes(Writing.CHUNKED);
            }
            if (close) {
                out.writeBytes(Writing.CLOSE);
            } else if (old) {
                out.writeBytes(Writing.KEEP_ALIVE);
            }
        }
        out.writeBytes(Writing.END);
    }

    /** Whether content comes whose end is told neither by a length nor by the status. */
    public boolean endless(boolean toHead) {
        return !bodiless(toHead) && length < 0;
    }

    /** Bytes it came in. */
    public int size() {
        return size;
    }

    /** Whether it comes in chunks. */
    public boolean chunked() {
        return chunked;
    }
}
