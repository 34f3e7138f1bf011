package lbm.worker.proxy;

import io.netty.buffer.ByteBuf;

/** Finds where a head ends whose bytes come piece by piece. One for each direction of a connection. */
public final class HeadEnd {

    /** The end is not there yet. */
    public static final int MORE = -1;

    /** A line ends without CR: another reader may see other lines (RFC 9112 §2.2). */
    public static final int BAD = -2;

    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private int seen;
    private int lineStart;
    private int firstLine = MORE;

    /**
     * Looks at what came since the last call.
     *
     * @param in the head from its first byte
     * @return its length with the empty line at its end, {@link #MORE} or {@link #BAD}; an empty line before the first
     *     is a head of two bytes
     */
    public int find(ByteBuf in) {
        int from = in.readerIndex();
        int to = in.writerIndex();
        while (true) {
            int lf = in.indexOf(from + seen, to, LF);
            if (lf < 0) {
                seen = to - from;
                return MORE;
            }
            if (lf == from || in.getByte(lf - 1) != CR) {
                return BAD;
            }
            int next = lf + 1 - from;
            int length = next - 2 - lineStart;
            if (firstLine == MORE) {
                firstLine = length;
            }
            seen = next;
            lineStart = next;
            if (length == 0) {
                return next;
            }
        }
    }

    /** Length of the first line without its end; {@link #MORE} as long as that is not there. */
    public int firstLine() {
        return firstLine;
    }

    /** The next head begins with the next byte. */
    public void reset() {
        seen = 0;
        lineStart = 0;
        firstLine = MORE;
    }
}
