package lbm.worker.http.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The content of an answer in pieces, for protocols that cannot hand a file to the kernel. */
final class BodyPieces {

    private final Deque<Body> left = new ArrayDeque<>();
    private long at;

    BodyPieces(Body body) {
        push(body);
        skipEmpty();
    }

    private void push(Body body) {
        if (body instanceof Body.Sequence sequence) {
            for (int i = sequence.parts().size() - 1; i >= 0; i--) {
                push(sequence.parts().get(i));
            }
        } else {
            left.push(body);
        }
    }

    boolean done() {
        return left.isEmpty();
    }

    /**
     * The next piece, owned by the caller.
     *
     * @throws IOException the file cannot be read, or has become shorter than was announced
     */
    ByteBuf next(ByteBufAllocator memory, int most) throws IOException {
        Body body = left.element();
        int size = (int) Math.min(most, body.length() - at);
        ByteBuf piece = piece(body, memory, size);
        at += size;
        skipEmpty();
        return piece;
    }

    private ByteBuf piece(Body body, ByteBufAllocator memory, int size) throws IOException {
        if (body instanceof Body.Memory kept) {
            return kept.kept().retainedSlice(kept.from() + (int) at, size);
        }
        if (body instanceof Body.Text text) {
            return Unpooled.wrappedBuffer(text.bytes(), (int) at, size);
        }
        Body.FilePart file = (Body.FilePart) body;
        ByteBuf piece = memory.directBuffer(size);
        try {
            while (piece.readableBytes() < size) {
                int read = piece.writeBytes(
                        file.open(), file.from() + at + piece.readableBytes(), size - piece.readableBytes());
                if (read <= 0) {
                    throw new EOFException("a file has become shorter while it was sent");
                }
            }
            return piece.retain();
        } finally {
            piece.release();
        }
    }

    private void skipEmpty() {
        while (!left.isEmpty() && at >= left.element().length()) {
            at = 0;
            left.remove();
        }
    }
}
