package lbm.manager.logs.io;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lbm.manager.logs.LineFormat;
import lbm.manager.logs.OutBuffer;
import lbm.manager.logs.Stream;

/** Takes whole lines out of one buffer and writes them to its files, a batch at a time. */
final class LineWriter {

    /** Told of each line right before it is written. */
    interface Listener {
        /**
         * One line.
         *
         * @param memory holds it at {@code at}, for the time of the call
         * @param batch the line as it is written, LF included, is its last bytes from {@code stamped} on
         * @param behind bytes of the buffer that follow the line
         */
        void line(
                Instant now,
                Stream stream,
                ByteBuffer memory,
                int at,
                int length,
                OutBuffer batch,
                int stamped,
                int behind);
    }

    private final LineBuffer buffer;
    private final LineFormat format;
    private final List<TargetFile> files;
    private final OutBuffer batch;
    private final Listener listener;
    private int lines;

    /** Bytes from the buffer's start on that are known to hold no LF. */
    private int seen;

    /** @param batch scratch, shared by all writers of a loop */
    LineWriter(LineBuffer buffer, LineFormat format, List<TargetFile> files, OutBuffer batch, Listener listener) {
        this.buffer = buffer;
        this.format = format;
        this.files = files;
        this.batch = batch;
        this.listener = listener;
    }

    LineBuffer buffer() {
        return buffer;
    }

    /** Writes all whole lines; a longer one than {@link LineBuffer#MAX_LINE} in pieces. */
    void writeLines(Instant now) {
        ByteBuffer memory = buffer.memory();
        int end = buffer.end();
        int line = buffer.start();
        for (int at = line + seen; at < end; at++) {
            boolean ends = memory.get(LineBuffer.place(at)) == '\n';
            if (ends || at - line == LineBuffer.MAX_LINE) {
                render(now, line, at, end);
                line = ends ? at + 1 : at;
                if (batch.size() >= OutBuffer.USUAL / 2) {
                    write(line);
                }
            }
        }
        seen = end - line;
        write(line);
        buffer.tidy();
    }

    /** Writes what is left as a line of its own: the process is gone, or there is no room for the rest of it. */
    void writeRest(Instant now) {
        writeLines(now);
        if (buffer.end() > buffer.start()) {
            render(now, buffer.start(), buffer.end(), buffer.end());
            write(buffer.end());
            seen = 0;
            buffer.tidy();
        }
    }

    private void render(Instant now, int from, int to, int end) {
        Stream stream = buffer.label().key().stream();
        int stamped = batch.size();
        int at = LineBuffer.place(from);
        format.render(buffer.memory(), at, to - from, now, stream, batch);
        listener.line(now, stream, buffer.memory(), at, to - from, batch, stamped, end - to);
        lines++;
    }

    private void write(int until) {
        if (lines == 0) {
            return;
        }
        long now = System.nanoTime();
        List<FileMark> marks = new ArrayList<>(2);
        for (TargetFile file : files) {
            marks.add(file.prepare(now));
        }
        buffer.beginBatch(until, marks);
        long address = LogLibrary.address(batch.memory());
        for (int i = 0; i < files.size(); i++) {
            files.get(i).append(address, batch.size(), lines, marks.get(i));
        }
        buffer.commitBatch(until);
        batch.clear();
        lines = 0;
    }
}
