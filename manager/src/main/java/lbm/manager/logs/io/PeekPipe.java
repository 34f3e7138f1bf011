package lbm.manager.logs.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** Looks at the first byte of a pipe without taking it, by tee(2) into a pipe of its own. */
final class PeekPipe {

    private final int readEnd;
    private final int writeEnd;
    private final ByteBuffer one = ByteBuffer.allocateDirect(1);
    private final long address = LogLibrary.address(one);

    PeekPipe() throws IOException {
        int[] ends = new int[2];
        if (LogLibrary.pipe2(ends, LogLibrary.O_CLOEXEC | LogLibrary.O_NONBLOCK) < 0) {
            throw LogLibrary.failure("pipe");
        }
        readEnd = ends[0];
        writeEnd = ends[1];
    }

    /** The byte that the next read brings; empty: there is none. */
    OptionalInt peek(int pipe) {
        if (LogLibrary.tee(pipe, writeEnd, 1, LogLibrary.SPLICE_F_NONBLOCK) != 1
                || LogLibrary.read(readEnd, address, 1) != 1) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(one.get(0));
    }

    void close() {
        LogLibrary.close(readEnd);
        LogLibrary.close(writeEnd);
    }
}
