package lbm.manager.logs.io;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One output of one process. Its buffer is made at the first byte: of a thousand programs most print nothing for hours,
 * and a mapped file each is what their start would mostly cost.
 */
final class LiveStream {

    private final StreamLabel label;
    private final List<TargetFile> files;
    private final Function<StreamLabel, LineBuffer> newBuffer;
    private final Function<LineBuffer, LineWriter> newWriter;
    private @Nullable PipeReader reader;
    private @Nullable LineWriter writer;

    /**
     * An output of which nothing is read yet.
     *
     * @param files let go by {@link #finish}
     */
    LiveStream(
            StreamLabel label,
            List<TargetFile> files,
            Function<StreamLabel, LineBuffer> newBuffer,
            Function<LineBuffer, LineWriter> newWriter) {
        this.label = label;
        this.files = files;
        this.newBuffer = newBuffer;
        this.newWriter = newWriter;
    }

    StreamLabel label() {
        return label;
    }

    List<TargetFile> files() {
        return files;
    }

    /** Goes on with what a manager before us had read. */
    void resume(LineBuffer left) {
        writer = newWriter.apply(left);
    }

    /** Its lines come from there. */
    void readFrom(PipeReader pipe) {
        reader = pipe;
    }

    /** Makes the buffer if there is none yet. */
    LineWriter writer() {
        LineWriter known = writer;
        if (known == null) {
            known = newWriter.apply(newBuffer.apply(label));
            writer = known;
        }
        return known;
    }

    /** Writes the whole lines of what was read. */
    void writeLines() {
        if (writer != null) {
            writer.writeLines(Instant.now());
        }
    }

    /** The process is gone: brings home all that is left and removes the buffer. */
    void finish(TargetFiles all) throws IOException {
        if (reader != null) {
            reader.drain();
            reader.close();
        }
        if (writer != null) {
            writer.writeRest(Instant.now());
        }
        all.release(files);
        if (writer != null) {
            writer.buffer().remove();
        }
    }

    /** We leave: what is no whole line yet stays in the buffer for the next manager, the rest in the pipe. */
    void leave() {
        if (reader != null) {
            reader.close();
        }
        Optional.ofNullable(writer).ifPresent(made -> made.buffer().close());
    }
}
