package lbm.worker.proxy;

import io.netty.buffer.ByteBuf;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the frames of a chunked content (RFC 9112 §7.1). Strict: line ends are CR LF, sizes are plain hexadecimal,
 * trailers are fields that frame nothing, since the bytes are passed on as they are.
 */
final class ChunkScan {

    /** Digits of a size: more than any content has. */
    private static final int SIZE_DIGITS = 15;

    private static final int EXTENSION_BYTES = 256;
    private static final int TRAILER_BYTES = 8 * 1024;

    /** RFC 9110 §6.5.1: what frames or routes a message must not come after its content. */
    private static final Set<String> NO_TRAILER =
            Set.of("transfer-encoding", "content-length", "host", "connection", "upgrade", "te", "trailer");

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        END_LF,
        DONE
    }

    private State state = State.SIZE;
    private long size;
    private int digits;
    private int extra;
    private long dataBytes;
    private final StringBuilder name = new StringBuilder();

    void reset() {
        state = State.SIZE;
        size = 0;
        digits = 0;
        extra = 0;
    }

    boolean done() {
        return state == State.DONE;
    }

    /** Content bytes among those that were taken last. */
    long dataBytes() {
        return dataBytes;
    }

    /**
     * Takes what belongs to the content; the buffer is not consumed.
     *
     * @param data gets the content without frames; null: nobody wants it
     * @return how many bytes were taken, or {@link BodyScan#BAD}
     */
    int take(ByteBuf in, @Nullable ByteBuf data) {
        dataBytes = 0;
        int at = in.readerIndex();
        int to = in.writerIndex();
        while (at < to && state != State.DONE) {
            if (state == State.DATA) {
                int taken = (int) Math.min(size, to - at);
                if (data != null) {
                    data.writeBytes(in, at, taken);
                }
                dataBytes += taken;
                size -= taken;
                at += taken;
                if (size == 0) {
                    state = State.DATA_CR;
                }
            } else if (next(in.getByte(at))) {
                at++;
            } else {
                return BodyScan.BAD;
            }
        }
        return at - in.readerIndex();
    }

    private boolean next(byte b) {
        return switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> b == '\r' ? go(State.SIZE_LF) : isText(b) && ++extra <= EXTENSION_BYTES;
            case SIZE_LF -> b == '\n' && go(size > 0 ? State.DATA : State.TRAILER_START);
            case DATA_CR -> b == '\r' && go(State.DATA_LF);
            case DATA_LF -> {
                digits = 0;
                size = 0;
                extra = 0;
                yield b == '\n' && go(State.SIZE);
            }
            case TRAILER_START -> {
                if (b == '\r') {
                    yield go(State.END_LF);
                }
                name.setLength(0);
                state = State.TRAILER_NAME;
                yield trailerName(b);
            }
            case TRAILER_NAME -> trailerName(b);
            case TRAILER_VALUE -> b == '\r' ? go(State.TRAILER_LF) : isText(b) && ++extra <= TRAILER_BYTES;
            case TRAILER_LF -> b == '\n' && go(State.TRAILER_START);
            case END_LF -> b == '\n' && go(State.DONE);
            case DATA, DONE -> false;
        };
    }

    private boolean go(State next) {
        state = next;
        return true;
    }

    private boolean size(byte b) {
        int digit = b < 0 ? -1 : Character.digit(b, 16);
        if (digit >= 0) {
            size = size << 4 | digit;
            return ++digits <= SIZE_DIGITS;
        }
        if (digits == 0) {
            return false;
        }
        return b == '\r' ? go(State.SIZE_LF) : b == ';' && go(State.EXTENSION);
    }

    private boolean trailerName(byte b) {
        if (b == ':') {
            boolean fine =
                    name.length() > 0 && !NO_TRAILER.contains(name.toString().toLowerCase(Locale.ROOT));
            return fine && go(State.TRAILER_VALUE);
        }
        name.append((char) b);
        return Ascii.isToken(b) && ++extra <= TRAILER_BYTES;
    }

    private static boolean isText(byte b) {
        return b < 0 || b == '\t' || (b >= ' ' && b != 0x7f);
    }
}
