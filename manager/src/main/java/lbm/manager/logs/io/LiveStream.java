package lbm.manager.logs.io;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Buffer, writer and, where its pipe could be had, reader of one output of one process. */
record LiveStream(
        LineBuffer buffer, LineWriter writer, @Nullable PipeReader reader) {

    /** The process is gone: brings home all that is left and removes the buffer. */
    void finish(TargetFiles files) throws IOException {
        if (reader != null) {
            reader.drain();
            reader.close();
        }
        writer.writeRest(Instant.now());
        files.release(writer.files());
        buffer.remove();
    }

    /** We leave: what is no whole line yet stays in the buffer for the next manager, the rest in the pipe. */
    void leave() {
        if (reader != null) {
            reader.close();
        }
        buffer.close();
    }
}
