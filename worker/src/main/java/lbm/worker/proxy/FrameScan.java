package lbm.worker.proxy;

import io.netty.buffer.ByteBuf;

/** Follows the frames of a WebSocket in one direction (RFC 6455 §5.2); looks at their heads only. */
public final class FrameScan {

    private static final int CLOSE = 8;

    /** Bytes of the head of the current frame that have been seen, and how many it has as far as is known. */
    private int seen;

    private int headBytes = 2;
    private int lengthBytes;
    private long payload;
    private boolean masked;
    private int opcode;
    private boolean closed;

    /** Whether the next byte begins a frame. */
    public boolean atBoundary() {
        return seen == 0 && payload == 0;
    }

    /** Whether a close frame has passed, or begun to: nothing may follow it. */
    public boolean closed() {
        return closed;
    }

    /**
     * Takes bytes up to the end of the current frame, or of the first frame that begins here.
     *
     * @return how many; fewer than there are when another frame follows
     */
    public int frame(ByteBuf in, int from, int to) {
        int at = from;
        while (at < to) {
            if (seen < headBytes) {
                head(in.getByte(at) & 0xff);
                at++;
                if (seen < headBytes || payload > 0) {
                    continue;
                }
            } else {
                long taken = Math.min(payload, to - at);
                payload -= taken;
                at += (int) taken;
                if (payload > 0) {
                    break;
                }
            }
            next();
            break;
        }
        return at - from;
    }

    /** Takes everything. */
    public void all(ByteBuf in) {
        int at = in.readerIndex();
        while (at < in.writerIndex()) {
            at += frame(in, at, in.writerIndex());
        }
    }

    private void next() {
        seen = 0;
        headBytes = 2;
        payload = 0;
    }

    private void head(int b) {
        if (seen == 0) {
            opcode = b & 0xf;
        } else if (seen == 1) {
            masked = (b & 0x80) != 0;
            int length = b & 0x7f;
            lengthBytes = length == 126 ? 2 : length == 127 ? 8 : 0;
            payload = lengthBytes == 0 ? length : 0;
            headBytes = 2 + lengthBytes + (masked ? 4 : 0);
        } else if (seen < 2 + lengthBytes) {
            payload = payload << 8 | b;
        }
        seen++;
        if (seen == headBytes && payload < 0) {
            payload = Long.MAX_VALUE; // nobody sends so much: it never ends
        }
        closed |= seen == 2 && opcode == CLOSE;
    }

    /** A close frame with 1001, "going away" (RFC 6455 §7.4.1). */
    public static byte[] goingAway(boolean fromClient) {
        // A client's frames are masked; the mask may be any, so this one changes nothing.
        return fromClient
                ? new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe9}
                : new byte[] {(byte) 0x88, 0x02, 0x03, (byte) 0xe9};
    }
}
