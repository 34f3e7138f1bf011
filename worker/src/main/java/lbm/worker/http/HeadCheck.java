package lbm.worker.http;

import io.netty.buffer.ByteBuf;

/**
 * Finds in the lines of a request what the decoder forgives and another reader of the same bytes may not (RFC 9112
 * §2.2, §3, §5.2): line ends that are none, white space other than the two spaces of a request line, folded fields.
 * One for each connection; told of the bytes in the pieces in which they were decoded.
 */
public final class HeadCheck {

    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private boolean started;
    private boolean afterCr;

    /** A message has ended; what comes now is the next. */
    public void reset() {
        started = false;
        afterCr = false;
    }

    /**
     * Looks at bytes of a request's head: what goes before the request line, and whole lines.
     *
     * @param to index after the last of them
     * @return whether there is only one way to read them
     */
    public boolean passes(ByteBuf bytes, int from, int to) {
        int at = from;
        if (!started) {
            // Empty lines before a request are to be skipped (RFC 9112 §2.2), but only such as are lines.
            while (at < to && (bytes.getByte(at) == CR || bytes.getByte(at) == LF)) {
                if (afterCr == (bytes.getByte(at) == CR)) {
                    return false;
                }
                afterCr = !afterCr;
                at++;
            }
            if (at == to) {
                return true;
            }
            if (afterCr) {
                return false;
            }
            started = true;
            int end = bytes.indexOf(at, to, LF);
            if (end < 0) {
                return true; // the decoder refuses it by itself
            }
            if (!isRequestLine(bytes, at, end - 1)) {
                return false;
            }
            at = end + 1;
        }
        return isUnfolded(bytes, at, to);
    }

    /** Whether no line begins with white space (RFC 9112 §5.2); for trailers too. */
    public static boolean isUnfolded(ByteBuf bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte first = bytes.getByte(at);
            if (first == ' ' || first == '\t') {
                return false;
            }
            int end = bytes.indexOf(at, to, LF);
            if (end < 0) {
                return true;
            }
            at = end + 1;
        }
        return true;
    }

    /** Method, space, target, space, version, and no control character. */
    private static boolean isRequestLine(ByteBuf bytes, int from, int to) {
        int spaces = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes.getByte(i);
            if (b == ' ') {
                spaces++;
            } else if ((b >= 0 && b < ' ') || b == 0x7f) {
                return false;
            }
        }
        return spaces == 2;
    }
}
