package lbm.manager.logs.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One file that lines are appended to. What cannot be written is dropped and counted: the children must not wait for a
 * disk that is full. Used by the log loop only, but for {@link #note}.
 */
final class TargetFile {

    private static final int CLOSED = -1;
    private static final long CHECK_NANOS = 1_000_000_000L;

    private final Path path;
    private final Runnable onDrop;
    private int fd = CLOSED;
    private FileMark identity = FileMark.NONE;
    private long nextCheck = System.nanoTime();
    private int users;
    private volatile long dropped;
    private volatile String reason = "";

    TargetFile(Path path) {
        this(path, () -> {});
    }

    /** @param onDrop called at each line that is dropped */
    TargetFile(Path path, Runnable onDrop) {
        this.path = path;
        this.onDrop = onDrop;
    }

    Path path() {
        return path;
    }

    void addUser() {
        users++;
    }

    /** Whether that was the last. */
    boolean dropUser() {
        return --users == 0;
    }

    /**
     * Opens the file if need be, and anew where it was renamed or removed; at most once a second.
     *
     * @param now of {@link System#nanoTime}
     * @return its length now; {@link FileMark#NONE} where it cannot be cut back
     */
    FileMark prepare(long now) {
        if (now - nextCheck >= 0) {
            nextCheck = now + CHECK_NANOS;
            if (fd != CLOSED && !identify(path).sameFile(identity)) {
                close();
            }
            if (fd == CLOSED) {
                open();
            }
        }
        if (fd == CLOSED || !identity.known()) {
            return FileMark.NONE;
        }
        return new FileMark(LogLibrary.lseek(fd, 0, LogLibrary.SEEK_END), identity.device(), identity.inode());
    }

    private void open() {
        try {
            Path folder = path.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            reason = "cannot make its folder: " + e.getMessage();
            return;
        }
        // Non-blocking, for a named pipe that nobody reads: it must not hold up every other log.
        int flags = LogLibrary.O_WRONLY | LogLibrary.O_APPEND | LogLibrary.O_CREAT | LogLibrary.O_NONBLOCK;
        fd = LogLibrary.open(path.toString(), flags | LogLibrary.O_CLOEXEC, 0666);
        if (fd < 0) {
            reason = LogLibrary.reason();
            fd = CLOSED;
            return;
        }
        identity = identify(Path.of("/proc/self/fd/" + fd));
    }

    /** A file's identity, its length unknown yet but not {@link FileMark#NONE} when it is a regular file. */
    private static FileMark identify(Path path) {
        try {
            Map<String, Object> facts = Files.readAttributes(path, "unix:dev,ino,isRegularFile");
            if (Boolean.TRUE.equals(facts.get("isRegularFile"))
                    && facts.get("dev") instanceof Number dev
                    && facts.get("ino") instanceof Number ino) {
                return new FileMark(0, dev.longValue(), ino.longValue());
            }
            return FileMark.NONE;
        } catch (IOException e) {
            return FileMark.NONE;
        }
    }

    /**
     * Appends whole lines, all or none where the file can be cut back.
     *
     * @param before what {@link #prepare} told
     */
    void append(long address, int size, int lines, FileMark before) {
        if (fd == CLOSED) {
            drop(lines);
            return;
        }
        int written = 0;
        while (written < size) {
            long count = LogLibrary.write(fd, address + written, size - written);
            if (count <= 0) {
                reason = LogLibrary.reason();
                if (before.known() && written > 0) {
                    LogLibrary.ftruncate(fd, before.length());
                }
                drop(lines);
                // Looked at again with the next check: a full disk is not asked a thousand times a second.
                close();
                return;
            }
            written += (int) count;
        }
    }

    private void drop(int lines) {
        long sum = dropped;
        dropped = sum + lines; // One writer: the log loop.
        onDrop.run();
    }

    /** Cuts a file back to where it was before a batch that was interrupted, if it still is that file and longer. */
    static void undo(Path path, FileMark before) {
        if (!before.known() || !identify(path).sameFile(before)) {
            return;
        }
        int fd = LogLibrary.open(path.toString(), LogLibrary.O_WRONLY | LogLibrary.O_CLOEXEC, 0);
        if (fd >= 0) {
            if (LogLibrary.lseek(fd, 0, LogLibrary.SEEK_END) > before.length()) {
                LogLibrary.ftruncate(fd, before.length());
            }
            LogLibrary.close(fd);
        }
    }

    /** Empties the file and forgets what was dropped. */
    static void empty(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return;
        }
        int fd = LogLibrary.open(path.toString(), LogLibrary.O_WRONLY | LogLibrary.O_CLOEXEC, 0);
        if (fd < 0) {
            throw LogLibrary.failure(path.toString());
        }
        LogLibrary.ftruncate(fd, 0);
        LogLibrary.close(fd);
    }

    void forgetDrops() {
        dropped = 0;
    }

    /** Opens it anew at the next line. */
    void reopen() {
        close();
        nextCheck = System.nanoTime();
    }

    void close() {
        if (fd != CLOSED) {
            LogLibrary.close(fd);
            fd = CLOSED;
        }
    }

    long dropped() {
        return dropped;
    }

    /** {@code logs/out.log: 1234 lines dropped: No space left on device}; empty: none was. Safe from any thread. */
    Optional<String> note() {
        return dropped == 0 ? Optional.empty() : Optional.of(path + ": " + dropped + " lines dropped: " + reason);
    }
}
