package lbm.manager.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lbm.manager.process.io.Descriptors;

/**
 * One manager for a home: a lock of the kernel's (fcntl(2)) on the pid file. It ends with its holder, so a file left
 * behind by a dead manager never blocks the next.
 */
final class HomeLock {

    /**
     * Locks of this process, which last as long as it does. Were they not referred to, the garbage collector would close
     * their channels, and with that let go of them.
     */
    private static final Set<HomeLock> HELD = ConcurrentHashMap.newKeySet();

    private final FileChannel channel;
    private final FileLock lock;

    private HomeLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock and writes our pid.
     *
     * @return empty: another manager holds it
     */
    static Optional<HomeLock> take(Path pidFile) throws IOException {
        FileChannel channel = FileChannel.open(pidFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        HomeLock taken = new HomeLock(channel, lock);
        HELD.add(taken);
        return Optional.of(taken);
    }

    /**
     * Closes what the manager before us in this very process ({@code lbm update}) left open, so that nobody could take
     * the home while we came up. To be called right before {@link #take}: closing any descriptor of the file lets go of
     * its lock.
     */
    static void closeInherited(Path pidFile) {
        Descriptors.openOn(pidFile).forEach(Descriptors::close);
    }

    /** Pid of the holder as it wrote it; "?" when it has just begun. */
    static String holder(Path pidFile) {
        try {
            String pid = Files.readString(pidFile).strip();
            return pid.isEmpty() ? "?" : pid;
        } catch (IOException e) {
            return "?";
        }
    }

    void release() throws IOException {
        HELD.remove(this);
        lock.release();
        channel.close();
    }
}
