package lbm.manager.logs.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import lbm.manager.logs.LineFormat;
import lbm.manager.logs.LogLine;
import lbm.manager.logs.Stream;

/** The last lines of a log file, read backwards in blocks. Needs no manager. */
public final class FileTail {

    private static final int BLOCK = 1 << 16;

    /** No more of a file is read, however long its lines are. */
    private static final int LIMIT = 1 << 22;

    private FileTail() {}

    /**
     * The last lines, oldest first, without LF; a last line without LF counts. A file that is not there has none.
     *
     * @throws IOException it cannot be read
     */
    public static List<byte[]> last(Path file, int lines) throws IOException {
        if (lines <= 0 || !Files.isRegularFile(file)) {
            return List.of();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return lines(tail(channel, lines), lines);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** The end of the file, from the start of a line unless {@link #LIMIT} is hit. */
    private static byte[] tail(FileChannel channel, int lines) throws IOException {
        long size = channel.size();
        long from = size;
        int found = 0;
        Deque<byte[]> blocks = new ArrayDeque<>();
        // One LF more than lines: the one before the first of them. The file's last byte ends a line, begins none.
        while (from > 0 && found <= lines && size - from < LIMIT) {
            int length = (int) Math.min(BLOCK, from);
            from -= length;
            byte[] block = read(channel, from, length);
            for (byte b : block) {
                found += b == '\n' ? 1 : 0;
            }
            blocks.addFirst(block);
        }
        byte[] all = new byte[(int) (size - from)];
        int at = 0;
        for (byte[] block : blocks) {
            System.arraycopy(block, 0, all, at, block.length);
            at += block.length;
        }
        return all;
    }

    private static byte[] read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        int count = 0;
        while (buffer.hasRemaining() && count >= 0) {
            // Negative where the file was emptied meanwhile: the rest stays out.
            count = channel.read(buffer, from + buffer.position());
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static List<byte[]> lines(byte[] tail, int lines) {
        List<byte[]> all = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < tail.length; at++) {
            if (tail[at] == '\n') {
                all.add(Arrays.copyOfRange(tail, start, at));
                start = at + 1;
            }
        }
        if (start < tail.length) {
            all.add(Arrays.copyOfRange(tail, start, tail.length));
        }
        return new ArrayList<>(all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    /**
     * {@link #last} as log lines. Lines without a stamp take the time of the line before them, the first ones that of
     * the file's last change.
     */
    public static List<LogLine> read(Path file, int lines, LineFormat format, String app, int id, Stream stream)
            throws IOException {
        List<LogLine> result = new ArrayList<>();
        List<byte[]> raw = last(file, lines);
        Instant time =
                raw.isEmpty() ? Instant.EPOCH : Files.getLastModifiedTime(file).toInstant();
        boolean any = false;
        for (byte[] line : raw) {
            LineFormat.Parsed parsed = format.parse(line);
            if (parsed.time().isPresent() && !any) {
                any = true;
            }
            time = parsed.time().orElse(time);
            result.add(new LogLine(time, parsed.time().isPresent(), app, id, stream, parsed.text(), line));
        }
        return any ? startAtFirstStamp(result) : result;
    }

    /** Lines before the first stamp cannot be younger than it. */
    private static List<LogLine> startAtFirstStamp(List<LogLine> lines) {
        int first = 0;
        while (!lines.get(first).timeKnown()) {
            first++;
        }
        Instant time = lines.get(first).time();
        for (int i = 0; i < first; i++) {
            LogLine line = lines.get(i);
            lines.set(i, new LogLine(time, false, line.app(), line.id(), line.stream(), line.text(), line.stamped()));
        }
        return lines;
    }
}
