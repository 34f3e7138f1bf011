package lbm.worker.http.io;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The content of an answer, before a protocol writes it. */
sealed interface Body {

    /** Bytes on the wire. */
    long length();

    /** Gives up what the body holds; for answers that are not written. */
    default void close() {}

    /** No content: HEAD, 204, 304. */
    enum None implements Body {
        /** The only one. */
        NONE;

        @Override
        public long length() {
            return 0;
        }
    }

    /** Bytes made for this answer. */
    final class Text implements Body {

        private final byte[] bytes;

        Text(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }

        @Override
        public long length() {
            return bytes.length;
        }
    }

    /** A part of memory that lives on after the answer; whoever writes it takes a slice and does not release it. */
    record Memory(ByteBuf kept, int from, int size) implements Body {
        @Override
        public long length() {
            return size;
        }
    }

    /** A part of an open file; whoever has it closes it. */
    record FilePart(FileChannel open, long from, long length) implements Body {
        @Override
        public void close() {
            try {
                open.close();
            } catch (IOException e) {
                LoggerFactory.getLogger(Body.class).debug("a file could not be closed: {}", e.toString());
            }
        }
    }

    /** One after the other; file parts may share one open file, which the last of them closes. */
    record Sequence(List<Body> parts) implements Body {
        @Override
        public long length() {
            return parts.stream().mapToLong(Body::length).sum();
        }

        @Override
        public void close() {
            parts.forEach(Body::close);
        }
    }
}
