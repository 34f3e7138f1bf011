package lbm.manager.logs.io;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The read buffer of one stream in a shared mapping of a sparse file: what was read from the pipe outlives this process.
 *
 * <p>Killed at any instruction, its state is one of these, and {@link #open} tells which:
 *
 * <ul>
 *   <li>bytes {@code [start, end)} are read and not yet in the files; both ends change in one 8-byte store
 *   <li>a read was under way ({@link #intend}): the first byte behind {@code end} was set to another value than the
 *       pipe's next byte, so it tells whether read(2) took place
 *   <li>a batch was being written ({@link #beginBatch}): the files' lengths before it are noted, so they can be cut
 *       back and the batch written again
 * </ul>
 *
 * <p>The kernel runs stores of a killed thread up to the instruction it was killed at, and no native call is moved over;
 * release stores keep the compiler from changing their order. Not safe for two threads.
 */
final class LineBuffer {

    /** A longer line is split. */
    static final int MAX_LINE = 1 << 20;

    /** Most bytes of one read. */
    static final int CHUNK = 1 << 16;

    /** Twice the longest line, so that the rest of a line can be moved to the front without overlapping itself. */
    static final int CAPACITY = 2 * MAX_LINE + 2 * CHUNK;

    private static final int HEADER = 1 << 14;
    private static final int LENGTH = HEADER + CAPACITY;

    /** Disk is reserved for so much from the first line on; more is taken for a long line and given back after it. */
    private static final int USUAL = 2 * CHUNK;

    /** And for so much before: of a thousand programs most print nothing for hours. */
    private static final int LEAST = 1 << 12;

    private static final long MAGIC = 0x6c626d_6c696e_0001L;
    private static final int AT_MAGIC = 0;
    private static final int AT_STATE = 8;
    private static final int AT_INTENT = 16;
    private static final int AT_BATCH = 24;
    private static final int AT_MARKS = 32;
    private static final int MARK_SIZE = 24;
    private static final int AT_LABEL_LENGTH = 120;
    private static final int AT_LABEL = 128;
    private static final long BITS = 0xFFFFFF;

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final @Nullable Path file;
    private final StreamLabel label;
    private final long address;
    private final ByteBuffer memory;
    private int start;
    private int end;

    /** Bytes of data that disk is reserved for. Touching a page without would kill us on a full disk (SIGBUS). */
    private int reserved;

    private LineBuffer(@Nullable Path file, StreamLabel label, long address, ByteBuffer memory, int reserved) {
        this.file = file;
        this.label = label;
        this.address = address;
        this.memory = memory;
        long state = (long) LONG.getAcquire(memory, AT_STATE);
        this.start = (int) (state & 0xFFFFFFFFL);
        this.end = (int) (state >>> 32);
        this.reserved = reserved;
    }

    /** Makes a buffer that does not outlive this process, for when the disk is full. */
    static LineBuffer anonymous(StreamLabel label) throws IOException {
        long address = LogLibrary.mapAnonymous(LENGTH);
        return new LineBuffer(null, label, address, memory(address), CAPACITY);
    }

    private static ByteBuffer memory(long address) {
        return LogLibrary.memory(address, LENGTH).order(ByteOrder.nativeOrder());
    }

    /** Makes a buffer file, in place of one that is there. */
    static LineBuffer create(Path file, StreamLabel label) throws IOException {
        Files.deleteIfExists(file);
        byte[] bytes = label.encode();
        if (bytes.length > HEADER - AT_LABEL) {
            throw new IOException("paths of log files are too long: " + label.app());
        }
        long address = map(file, LogLibrary.O_CREAT);
        ByteBuffer memory = memory(address);
        memory.putInt(AT_LABEL_LENGTH, bytes.length).put(AT_LABEL, bytes);
        LONG.setRelease(memory, AT_MAGIC, MAGIC);
        return new LineBuffer(file, label, address, memory, LEAST);
    }

    /**
     * Opens one that a manager before us left, and completes the read it may have died in.
     *
     * @throws IOException it is no whole buffer file of this version
     */
    static LineBuffer open(Path file) throws IOException {
        if (Files.size(file) != LENGTH) {
            throw new IOException(file + " is no buffer file: its size is " + Files.size(file));
        }
        long address = map(file, 0);
        ByteBuffer memory = memory(address);
        try {
            if ((long) LONG.getAcquire(memory, AT_MAGIC) != MAGIC) {
                throw new IOException(file + " is no buffer file of this version");
            }
            int length = memory.getInt(AT_LABEL_LENGTH);
            if (length < 0 || length > HEADER - AT_LABEL) {
                throw new IOException(file + " has a broken label");
            }
            byte[] label = new byte[length];
            memory.get(AT_LABEL, label);
            LineBuffer buffer = new LineBuffer(file, StreamLabel.decode(label), address, memory, LEAST);
            if (buffer.start < 0 || buffer.end < buffer.start || buffer.end > CAPACITY) {
                throw new IOException(file + " has broken offsets");
            }
            buffer.reserved = Math.max(LEAST, buffer.end);
            buffer.completeRead();
            return buffer;
        } catch (IOException e) {
            LogLibrary.munmap(address, LENGTH);
            throw e;
        }
    }

    private static long map(Path file, int create) throws IOException {
        int fd = LogLibrary.open(file.toString(), LogLibrary.O_RDWR | LogLibrary.O_CLOEXEC | create, 0600);
        if (fd < 0) {
            throw LogLibrary.failure(file.toString());
        }
        try {
            if (LogLibrary.ftruncate(fd, LENGTH) < 0) {
                throw LogLibrary.failure(file.toString());
            }
            int errno = LogLibrary.posix_fallocate(fd, 0, HEADER + LEAST);
            if (errno != 0) {
                throw new IOException(file + ": " + LogLibrary.strerror(errno));
            }
            return LogLibrary.map(fd, LENGTH);
        } finally {
            LogLibrary.close(fd);
        }
    }

    private void completeRead() {
        long intent = (long) LONG.getAcquire(memory, AT_INTENT);
        int offset = (int) (intent & BITS);
        int count = (int) ((intent >>> 24) & BITS);
        byte before = (byte) (intent >>> 48);
        if (intent != 0 && offset == end && count > 0 && end + count <= CAPACITY && byteAt(end) != before) {
            store(start, end + count);
        }
        LONG.setRelease(memory, AT_INTENT, 0L);
    }

    StreamLabel label() {
        return label;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Where the byte of an offset stands in {@link #memory}. */
    static int place(int offset) {
        return HEADER + offset;
    }

    ByteBuffer memory() {
        return memory;
    }

    byte byteAt(int offset) {
        return memory.get(HEADER + offset);
    }

    /** Bytes that one read may bring; 0: the buffer is full, or the disk is and the line must be split here. */
    int room() {
        int wanted = Math.min(end + CHUNK, CAPACITY);
        if (wanted > reserved && !reserve(Math.max(wanted, USUAL))) {
            return Math.max(0, reserved - end);
        }
        return wanted - end;
    }

    private boolean reserve(int wanted) {
        int fd = openFile();
        if (fd < 0) {
            return false;
        }
        int errno = LogLibrary.posix_fallocate(fd, HEADER + reserved, wanted - reserved);
        LogLibrary.close(fd);
        reserved = errno == 0 ? wanted : reserved;
        return errno == 0;
    }

    private int openFile() {
        return file == null ? -1 : LogLibrary.open(file.toString(), LogLibrary.O_RDWR | LogLibrary.O_CLOEXEC, 0);
    }

    /** Address to which the next read goes. */
    long writeAddress() {
        return address + HEADER + end;
    }

    /**
     * Notes that so many bytes are about to be read.
     *
     * @param next the byte that stands first in the pipe
     */
    void intend(int count, byte next) {
        // Present and writable before read(2) copies: a fault inside it could end it halfway when we are killed.
        for (int at = end; at < end + count; at += 4096) {
            memory.put(HEADER + at, (byte) 0);
        }
        memory.put(HEADER + end + count - 1, (byte) 0);
        byte before = (byte) ~next;
        memory.put(HEADER + end, before);
        LONG.setRelease(memory, AT_INTENT, 1L << 56 | (before & 0xFFL) << 48 | (long) count << 24 | end);
    }

    /** Takes in what was read. */
    void commitRead(int count) {
        store(start, end + count);
        LONG.setRelease(memory, AT_INTENT, 0L);
    }

    /** Notes the lengths of the files before lines up to an offset are written to them. At most two files. */
    void beginBatch(int until, List<FileMark> marks) {
        for (int i = 0; i < 2; i++) {
            FileMark mark = i < marks.size() ? marks.get(i) : FileMark.NONE;
            int at = AT_MARKS + i * MARK_SIZE;
            memory.putLong(at, mark.length()).putLong(at + 8, mark.device()).putLong(at + 16, mark.inode());
        }
        LONG.setRelease(memory, AT_BATCH, (long) until << 32 | start);
    }

    /** Counts lines up to an offset as written. */
    void commitBatch(int until) {
        store(until, end);
        LONG.setRelease(memory, AT_BATCH, 0L);
    }

    /** Lengths of the files before the batch in which the manager before us died; empty: it died in none. */
    List<FileMark> interruptedBatch() {
        long batch = (long) LONG.getAcquire(memory, AT_BATCH);
        List<FileMark> marks = new ArrayList<>();
        if (batch != 0 && (int) (batch & 0xFFFFFFFFL) == start) {
            for (int i = 0; i < 2; i++) {
                int at = AT_MARKS + i * MARK_SIZE;
                marks.add(new FileMark(memory.getLong(at), memory.getLong(at + 8), memory.getLong(at + 16)));
            }
        }
        return marks;
    }

    /** Forgets the interrupted batch once the files are cut back. */
    void batchUndone() {
        LONG.setRelease(memory, AT_BATCH, 0L);
    }

    /**
     * Moves the rest of a line to the front where that does not overlap (the old copy counts until the new is whole),
     * and gives back what a long line took. Offsets change.
     */
    void tidy() {
        int rest = end - start;
        if (start > 0 && rest <= start) {
            memory.put(HEADER, memory, HEADER + start, rest);
            store(0, rest);
            if (rest == 0 && reserved > USUAL) {
                giveBack();
            }
        }
    }

    private void giveBack() {
        int fd = openFile();
        if (fd >= 0) {
            LogLibrary.punchHole(fd, HEADER + USUAL, CAPACITY - USUAL);
            LogLibrary.close(fd);
            reserved = USUAL;
        }
    }

    private void store(int newStart, int newEnd) {
        LONG.setRelease(memory, AT_STATE, (long) newEnd << 32 | newStart);
        start = newStart;
        end = newEnd;
    }

    /** Lets go of the memory; the file stays for the next manager. */
    void close() {
        LogLibrary.munmap(address, LENGTH);
    }

    /** Lets go of memory and file, once all is written. */
    void remove() throws IOException {
        close();
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
