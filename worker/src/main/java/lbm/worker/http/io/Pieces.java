package lbm.worker.http.io;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** A body as the socket takes it, piece by piece, parts of files without a copy. */
final class Pieces {

    /** A part of a file whose other parts come later, so that it stays open; its count is kept beyond its release. */
    private static final class SharedRegion extends DefaultFileRegion {

        private final boolean closes;

        SharedRegion(FileChannel file, long from, long length, boolean closes) {
            super(file, from, length);
            this.closes = closes;
        }

        @Override
        protected void deallocate() {
            if (closes) {
                super.deallocate();
            }
        }
    }

    private final List<Object> all = new ArrayList<>();

    private Pieces() {}

    /** The pieces of a body. */
    static Pieces of(Body body) {
        Pieces pieces = new Pieces();
        List<Body> parts = body instanceof Body.Sequence sequence ? sequence.parts() : List.of(body);
        for (int i = 0; i < parts.size(); i++) {
            pieces.add(parts.get(i), parts.subList(i + 1, parts.size()));
        }
        return pieces;
    }

    private void add(Body part, List<Body> later) {
        if (part instanceof Body.Text text) {
            all.add(Unpooled.wrappedBuffer(text.bytes()));
        } else if (part instanceof Body.Memory memory) {
            all.add(memory.kept().retainedSlice(memory.from(), memory.size()));
        } else if (part instanceof Body.FilePart file) {
            boolean closes =
                    later.stream().noneMatch(it -> it instanceof Body.FilePart next && next.open() == file.open());
            all.add(new SharedRegion(file.open(), file.from(), file.length(), closes));
        }
    }

    /** Writes them all; the future is the last one's. */
    ChannelFuture write(Channel channel) {
        for (int i = 0; i < all.size() - 1; i++) {
            channel.write(all.get(i), channel.voidPromise());
        }
        return channel.writeAndFlush(all.get(all.size() - 1));
    }

    /** Bytes of files that the socket has taken. */
    long transferred() {
        long bytes = 0;
        for (Object piece : all) {
            bytes += piece instanceof DefaultFileRegion region ? region.transferred() : 0;
        }
        return bytes;
    }
}
