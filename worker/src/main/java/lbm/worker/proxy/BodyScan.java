package lbm.worker.proxy;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Follows the content of a message to its end (RFC 9112 §6). One for each direction of a connection. */
public final class BodyScan {

    /** The bytes are none of a content. */
    public static final int BAD = -1;

    private enum Kind {
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private final ChunkScan chunks = new ChunkScan();
    private Kind kind = Kind.LENGTH;
    private long left;
    private long content;

    /** A content of this many bytes begins. */
    public void length(long bytes) {
        kind = Kind.LENGTH;
        left = bytes;
        content = 0;
    }

    /** A content in chunks begins. */
    public void chunked() {
        kind = Kind.CHUNKED;
        chunks.reset();
        content = 0;
    }

    /** A content begins that ends with its connection. */
    public void untilClose() {
        kind = Kind.UNTIL_CLOSE;
        content = 0;
    }

    /** Whether nothing more of it comes. */
    public boolean done() {
        return switch (kind) {
            case LENGTH -> left == 0;
            case CHUNKED -> chunks.done();
            case UNTIL_CLOSE -> false;
        };
    }

    public boolean isUntilClose() {
        return kind == Kind.UNTIL_CLOSE;
    }

    /**
     * How many of the bytes that can be read belong to it, frames of chunks included. They are taken as seen; the buffer
     * is not consumed.
     *
     * @param data gets the content without frames when it comes in chunks; null: nobody wants it so
     * @return that many, or {@link #BAD}
     */
    public int take(ByteBuf in, @Nullable ByteBuf data) {
        switch (kind) {
            case LENGTH -> {
                int taken = (int) Math.min(left, in.readableBytes());
                left -= taken;
                content += taken;
                return taken;
            }
            case CHUNKED -> {
                int taken = chunks.take(in, data);
                content += chunks.dataBytes();
                return taken;
            }
            case UNTIL_CLOSE -> {
                content += in.readableBytes();
                return in.readableBytes();
            }
        }
        throw new IllegalStateException("no kind of content");
    }

    /** Bytes of it so far, without frames. */
    public long content() {
        return content;
    }
}
