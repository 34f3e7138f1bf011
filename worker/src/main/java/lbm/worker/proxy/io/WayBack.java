package lbm.worker.proxy.io;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import lbm.worker.proxy.AnswerHead;
import lbm.worker.proxy.BodyScan;
import org.jspecify.annotations.Nullable;

/**
 * The way of answers back to a client: their content in the form that the client's version of HTTP takes (RFC 9112 §7.1),
 * and what was sent of it.
 */
final class WayBack {

    private static final byte[] CRLF = "\r\n".getBytes(US_ASCII);
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(US_ASCII);

    /** Up to here content is copied behind its head: that is cheaper than a second piece. */
    private static final int COPIED = 8 * 1024;

    private final Channel channel;
    private final Runnable full;
    private boolean chunks;
    private boolean dechunks;
    private int status;
    private long bytes;

    /** @param full called when the client takes no more for now */
    WayBack(Channel channel, Runnable full) {
        this.channel = channel;
        this.full = full;
    }

    /** A request begins: nothing is sent of its answer. */
    void begin() {
        status = 0;
        bytes = 0;
        chunks = false;
        dechunks = false;
    }

    int status() {
        return status;
    }

    void status(int code) {
        status = code;
    }

    /** Of the content, as the backend sent them. */
    long bytes() {
        return bytes;
    }

    /**
     * Decides in which form the content goes on.
     *
     * @param endless whether its length is not known beforehand
     * @param old whether the client speaks HTTP/1.0
     */
    void form(AnswerHead answer, boolean endless, boolean old) {
        status = answer.status();
        dechunks = endless && old && answer.chunked();
        chunks = endless && !old && !answer.chunked();
    }

    /** Bytes to have ready for a head and what is copied behind it. */
    static int room(AnswerHead answer, ByteBuf in) {
        int more = in.readableBytes() <= COPIED ? in.readableBytes() : 0;
        return more + Exchange.ROOM + answer.size();
    }

    /**
     * Passes content on; false: that is none.
     *
     * @param before goes first; it is given away
     */
    boolean content(@Nullable ByteBuf before, BodyScan scan, ByteBuf in) {
        ByteBuf data = dechunks ? channel.alloc().directBuffer(in.readableBytes()) : null;
        int taken = scan.take(in, data);
        bytes = scan.content();
        if (data != null) {
            in.skipBytes(Math.max(0, taken));
            write(before);
            write(data);
        } else if (chunks && taken > 0) {
            ByteBuf out = before == null ? channel.alloc().directBuffer(16) : before;
            ByteBufUtil.writeAscii(out, Integer.toHexString(taken));
            out.writeBytes(CRLF);
            write(out);
            write(in.readRetainedSlice(taken));
            write(channel.alloc().directBuffer(2).writeBytes(CRLF));
        } else if (before != null && taken >= 0 && taken <= COPIED) {
            write(before.writeBytes(in, taken));
        } else {
            write(before);
            if (taken > 0) {
                write(in.readRetainedSlice(taken));
            }
        }
        return taken != BodyScan.BAD;
    }

    /** The content is complete. */
    void end() {
        if (chunks) {
            write(channel.alloc().directBuffer(LAST_CHUNK.length).writeBytes(LAST_CHUNK));
        }
        chunks = false;
        dechunks = false;
    }

    private void write(@Nullable ByteBuf out) {
        if (out == null) {
            return;
        }
        channel.write(out, channel.voidPromise());
        if (!channel.isWritable()) {
            channel.flush(); // most often the socket takes it
            full.run();
        }
    }
}
