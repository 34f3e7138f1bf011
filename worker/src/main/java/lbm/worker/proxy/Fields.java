package lbm.worker.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/** The header section of one message: where each field stands in its bytes. Made once, filled for each message. */
final class Fields {

    /** More header fields than anybody has. */
    static final int MOST = 128;

    /** What is wrong with a header section. */
    enum Verdict {
        FINE,
        BAD,
        TOO_MANY
    }

    private static final byte CR = '\r';
    private static final byte LF = '\n';

    byte[] bytes = {};
    int count;
    private final int[] nameAt = new int[MOST];
    private final int[] nameEnd = new int[MOST];
    private final int[] valueAt = new int[MOST];
    private final int[] valueEnd = new int[MOST];
    private final int[] lineEnd = new int[MOST];
    private final Known[] known = new Known[MOST];

    private boolean close;
    private boolean keepAlive;
    private boolean upgrade;
    private int namedCount;
    private final int[] namedAt = new int[MOST];
    private final int[] namedEnd = new int[MOST];

    /** Reads the lines from an index to the empty line that ends them; strict (RFC 9112 §5). */
    Verdict read(byte[] head, int from) {
        bytes = head;
        count = 0;
        close = false;
        keepAlive = false;
        upgrade = false;
        namedCount = 0;
        int at = from;
        while (head[at] != CR) {
            if (count == MOST) {
                return Verdict.TOO_MANY;
            }
            at = line(head, at);
            if (at < 0) {
                return Verdict.BAD;
            }
        }
        // A line that begins with a bare CR is no end: another reader would see more fields behind it.
        return head[at + 1] == LF ? Verdict.FINE : Verdict.BAD;
    }

    private int line(byte[] head, int from) {
        int i = from;
        while (Ascii.isToken(head[i])) {
            i++;
        }
        if (i == from || head[i] != ':') {
            return -1;
        }
        nameAt[count] = from;
        nameEnd[count] = i;
        i++;
        while (isBlank(head[i])) {
            i++;
        }
        int value = i;
        while (isValue(head[i])) {
            i++;
        }
        if (head[i] != CR || head[i + 1] != LF) {
            return -1;
        }
        int end = i;
        while (end > value && isBlank(head[end - 1])) {
            end--;
        }
        valueAt[count] = value;
        valueEnd[count] = end;
        lineEnd[count] = i + 2;
        Known it = Known.of(head, from, nameEnd[count]);
        known[count] = it;
        count++;
        return it != Known.CONNECTION || connection(value, end) ? i + 2 : -1;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Bytes above 127 are somebody's letters (RFC 9110 §5.5). */
    private static boolean isValue(byte b) {
        return b < 0 || (b >= ' ' && b != 0x7f) || b == '\t';
    }

    /** Splits the options of a {@code Connection} field; false: there are too many of them. */
    private boolean connection(int from, int to) {
        int at = from;
        while (at < to) {
            int end = at;
            while (end < to && bytes[end] != ',') {
                end++;
            }
            int last = end;
            while (at < last && isBlank(bytes[at])) {
                at++;
            }
            while (last > at && isBlank(bytes[last - 1])) {
                last--;
            }
            if (!option(at, last)) {
                return false;
            }
            at = end + 1;
        }
        return true;
    }

    private static final byte[] CLOSE = "close".getBytes(US_ASCII);
    private static final byte[] KEEP = "keep-alive".getBytes(US_ASCII);
    private static final byte[] UPGRADE = "upgrade".getBytes(US_ASCII);

    private boolean option(int from, int to) {
        if (Ascii.same(bytes, from, to, CLOSE)) {
            close = true;
        } else if (Ascii.same(bytes, from, to, KEEP)) {
            keepAlive = true;
        } else if (Ascii.same(bytes, from, to, UPGRADE)) {
            upgrade = true;
        } else if (to > from && Known.of(bytes, from, to).droppable()) {
            if (namedCount == MOST) {
                return false;
            }
            namedAt[namedCount] = from;
            namedEnd[namedCount] = to;
            namedCount++;
        }
        return true;
    }

    boolean close() {
        return close;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    boolean upgrade() {
        return upgrade;
    }

    Known known(int i) {
        return known[i];
    }

    /** Whether a field is for this connection only. */
    boolean hopByHop(int i) {
        if (known[i].hopByHop()) {
            return true;
        }
        for (int n = 0; n < namedCount; n++) {
            if (Ascii.same(bytes, nameAt[i], nameEnd[i], namedAt[n], namedEnd[n])) {
                return true;
            }
        }
        return false;
    }

    /** Index of the first field of this kind from an index on; -1: there is none. */
    int find(Known wanted, int from) {
        for (int i = from; i < count; i++) {
            if (known[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    String value(int i) {
        return Ascii.text(bytes, valueAt[i], valueEnd[i]);
    }

    /** The value of the first field of this kind; empty: there is none. */
    String value(Known wanted) {
        int i = find(wanted, 0);
        return i < 0 ? "" : value(i);
    }

    boolean valueIs(int i, byte[] lowerCase) {
        return Ascii.same(bytes, valueAt[i], valueEnd[i], lowerCase);
    }

    /** Whether the value is a list, by commas, that has this word. */
    boolean names(int i, byte[] lowerCase) {
        int from = valueAt[i];
        for (int at = from; at <= valueEnd[i]; at++) {
            if (at == valueEnd[i] || bytes[at] == ',') {
                int to = at;
                while (from < to && isBlank(bytes[from])) {
                    from++;
                }
                while (to > from && isBlank(bytes[to - 1])) {
                    to--;
                }
                if (Ascii.same(bytes, from, to, lowerCase)) {
                    return true;
                }
                from = at + 1;
            }
        }
        return false;
    }

    /** The value as a whole number; -1: it is none. */
    long number(int i) {
        return Ascii.number(bytes, valueAt[i], valueEnd[i]);
    }

    int valueAt(int i) {
        return valueAt[i];
    }

    int valueEnd(int i) {
        return valueEnd[i];
    }

    /** Copies the lines of some fields from one to another, that one not included. */
    void copy(ByteBuf out, int from, int to) {
        if (to > from) {
            out.writeBytes(bytes, nameAt[from], lineEnd[to - 1] - nameAt[from]);
        }
    }
}
