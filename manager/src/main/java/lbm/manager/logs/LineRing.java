package lbm.manager.logs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The last lines of an instance, in at most 64 KB. Entries stand one behind the other in one array: a flood makes no
 * garbage. Not safe for two threads.
 */
public final class LineRing {

    public static final int CAPACITY = 1 << 16;

    /** A longer line is remembered cut to this. */
    private static final int LONGEST = 1 << 13;

    private static final int HEAD = 8 + 8 + 1 + 4;
    private static final int FIRST = 1 << 10;

    private ByteBuffer bytes = ByteBuffer.allocate(FIRST);
    private int first;
    private int end;
    private boolean complete;

    /** @param complete whether no line was written to the instance's files before */
    public LineRing(boolean complete) {
        this.complete = complete;
    }

    /** One remembered line. */
    @SuppressWarnings("ArrayRecordComponent") // made for one reader, never compared
    public record Entry(long millis, long pid, Stream stream, byte[] text) {}

    public void add(long millis, long pid, Stream stream, ByteBuffer from, int at, int length) {
        int kept = Math.min(length, LONGEST);
        complete &= kept == length;
        makeRoom(HEAD + kept);
        bytes.putLong(end, millis)
                .putLong(end + 8, pid)
                .put(end + 16, (byte) stream.fd())
                .putInt(end + 17, kept);
        bytes.put(end + HEAD, from, at, kept);
        end += HEAD + kept;
    }

    private void makeRoom(int size) {
        if (end + size <= bytes.capacity()) {
            return;
        }
        if (end - first + size > CAPACITY) {
            // Forgets half at once, so that moving the rest costs little a line.
            while (end - first + size > CAPACITY / 2) {
                first += HEAD + bytes.getInt(first + 17);
            }
            complete = false;
        }
        int capacity = bytes.capacity();
        while (capacity < end - first + size) {
            capacity *= 2;
        }
        ByteBuffer target = capacity == bytes.capacity() ? bytes : ByteBuffer.allocate(capacity);
        System.arraycopy(bytes.array(), first, target.array(), 0, end - first);
        end -= first;
        first = 0;
        bytes = target;
    }

    /** Notes that lines were left out: only what follows is remembered. */
    public void skip() {
        first = 0;
        end = 0;
        complete = false;
    }

    /** Forgets all, since the files were emptied too. */
    public void flush() {
        skip();
        complete = true;
    }

    /** The last lines of some streams, oldest first. */
    public List<Entry> last(int lines, Set<Stream> streams) {
        List<Entry> entries = new ArrayList<>();
        for (int at = first; at < end; at += HEAD + bytes.getInt(at + 17)) {
            Stream stream = bytes.get(at + 16) == Stream.OUT.fd() ? Stream.OUT : Stream.ERR;
            if (streams.contains(stream)) {
                byte[] text = Arrays.copyOfRange(bytes.array(), at + HEAD, at + HEAD + bytes.getInt(at + 17));
                entries.add(new Entry(bytes.getLong(at), bytes.getLong(at + 8), stream, text));
            }
        }
        return entries.subList(Math.max(0, entries.size() - lines), entries.size());
    }

    /** Whether {@link #last} knows all there is of so many lines: none is cut, none older is missing. */
    public boolean knows(int lines, Set<Stream> streams) {
        return complete || (last(lines, streams).size() >= lines && noneCut(lines, streams));
    }

    private boolean noneCut(int lines, Set<Stream> streams) {
        return last(lines, streams).stream().allMatch(entry -> entry.text().length < LONGEST);
    }
}
