package lbm.worker.http.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import java.io.IOException;

/**
 * Sends a content piece by piece, as fast as the client takes it: no more than two pieces are under way, however large
 * the file and however slow the client.
 */
final class Feed {

    /** For a connection with one answer at a time: four records of TLS. */
    static final int LARGE = 64 * 1024;

    /** For one of a hundred streams, whose client may leave all of them waiting: a frame. */
    static final int SMALL = 16 * 1024;

    private static final int UNDER_WAY = 2;

    /** Where the pieces go. */
    interface Sink {

        /** Writes a piece and flushes; the future tells when it has left. */
        ChannelFuture write(ByteBuf piece, boolean last);

        /** Some of it has left. */
        void moved();

        /** All of it has left, or it broke. */
        void done(boolean whole, long bytes);
    }

    private final Body body;
    private final BodyPieces pieces;
    private final ByteBufAllocator memory;
    private final Sink sink;
    private final int size;
    private int underWay;
    private long sent;
    private boolean over;
    private boolean feeding;

    /**
     * A content that is not sent yet.
     *
     * @param size most bytes of a piece
     */
    Feed(Body body, ByteBufAllocator memory, int size, Sink sink) {
        this.size = size;
        this.body = body;
        this.pieces = new BodyPieces(body);
        this.memory = memory;
        this.sink = sink;
    }

    /** Starts or goes on; called on the event loop. */
    void go() {
        if (feeding) {
            return; // a write has completed at once
        }
        feeding = true;
        try {
            while (!over && underWay < UNDER_WAY && !pieces.done()) {
                ByteBuf piece = pieces.next(memory, size);
                int bytes = piece.readableBytes();
                underWay++;
                sink.write(piece, pieces.done()).addListener(done -> left(done.isSuccess(), bytes));
            }
        } catch (IOException | OutOfMemoryError e) {
            end(false); // of this answer; nothing waits for a piece that never comes
        } finally {
            feeding = false;
        }
        if (pieces.done() && underWay == 0) {
            end(true);
        }
    }

    private void left(boolean success, int bytes) {
        underWay--;
        if (!success) {
            end(false);
            return;
        }
        sent += bytes;
        sink.moved();
        go();
    }

    /** Whatever is left is not sent. */
    void end(boolean whole) {
        if (!over) {
            over = true;
            body.close();
            sink.done(whole, sent);
        }
    }
}
