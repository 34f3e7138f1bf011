package lbm.worker.limit.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import lbm.worker.config.Ip;
import lbm.worker.limit.SharedWindows;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link SharedWindows} in a file that all workers of an app map.
 *
 * <p>Its head is a line of magic and version, the number of slots, the machine's boot id and the key of the hash. A file
 * with another head is replaced by a new one, whole at the instant it appears; workers that still run with the old one go
 * on with it until they end. Limit and window are not in the head: a release that changes them goes on with the counts.
 *
 * <p>The clock is {@link System#nanoTime}, on Linux CLOCK_MONOTONIC: one clock for all processes of a boot, which nobody
 * sets. All blocks of the file are written when it is made, so that a disk that is full later harms nobody.
 */
public final class SharedFile {

    private static final Logger LOG = LoggerFactory.getLogger(SharedFile.class);

    private static final long MAGIC =
            ByteBuffer.wrap("lbmrate1".getBytes(StandardCharsets.US_ASCII)).getLong();
    private static final int HEAD = 64;
    private static final int LOCK_TRIES = 200;
    private static final long LOCK_PAUSE_MILLIS = 10;
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final SharedWindows windows;
    private final LongSupplier nanos;
    private boolean broken;

    private SharedFile(SharedWindows windows, LongSupplier nanos) {
        this.windows = windows;
        this.nanos = nanos;
    }

    /**
     * Opens the file or makes it. May wait for another worker that does the same, so never on the event loop.
     *
     * @param clients how many are counted at once
     * @param nanos {@link System#nanoTime}, save in tests
     * @throws IOException it can be neither read nor made
     */
    public static SharedFile open(Path file, int clients, long windowMillis, int max, LongSupplier nanos)
            throws IOException {
        return open(file, bootId(), clients, windowMillis, max, nanos);
    }

    static SharedFile open(Path file, UUID boot, int clients, long windowMillis, int max, LongSupplier nanos)
            throws IOException {
        int slots = SharedWindows.slots(clients);
        MappedByteBuffer memory = mapped(file, boot, slots);
        memory.order(ByteOrder.BIG_ENDIAN);
        return new SharedFile(
                new SharedWindows(
                        memory,
                        HEAD,
                        slots,
                        memory.getLong(32),
                        memory.getLong(40),
                        windowMillis,
                        max,
                        ProcessHandle.current().pid() * 37),
                nanos);
    }

    private static MappedByteBuffer mapped(Path file, UUID boot, int slots) throws IOException {
        MappedByteBuffer there = existing(file, boot, slots);
        if (there != null) {
            return there;
        }
        // The kernel lets go of the lock when its process dies, whatever the process was doing.
        try (FileChannel guard = FileChannel.open(
                        file.resolveSibling(file.getFileName() + ".lock"),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                FileLock lock = lock(guard)) {
            MappedByteBuffer made = existing(file, boot, slots);
            if (made != null) {
                return made;
            }
            LOG.debug("{} is made under {}", file, lock);
            return create(file, boot, slots);
        }
    }

    private static FileLock lock(FileChannel guard) throws IOException {
        for (int i = 0; i < LOCK_TRIES; i++) {
            FileLock lock = guard.tryLock();
            if (lock != null) {
                return lock;
            }
            try {
                Thread.sleep(LOCK_PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        throw new IOException("another process has held its lock for " + LOCK_TRIES * LOCK_PAUSE_MILLIS + " ms");
    }

    private static @Nullable MappedByteBuffer existing(Path file, UUID boot, int slots) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() != size(slots)) {
                return null;
            }
            MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, size(slots));
            boolean same = memory.getLong(0) == MAGIC
                    && memory.getLong(8) == slots
                    && memory.getLong(16) == boot.getMostSignificantBits()
                    && memory.getLong(24) == boot.getLeastSignificantBits();
            return same ? memory : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static MappedByteBuffer create(Path file, UUID boot, int slots) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        SecureRandom random = new SecureRandom();
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(size(slots)));
        content.putLong(MAGIC)
                .putLong(slots)
                .putLong(boot.getMostSignificantBits())
                .putLong(boot.getLeastSignificantBits())
                .putLong(random.nextLong())
                .putLong(random.nextLong())
                .rewind();
        try (FileChannel channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            while (content.hasRemaining()) {
                channel.write(content);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, size(slots));
        }
    }

    private static long size(int slots) {
        return HEAD + (long) slots * SharedWindows.SLOT;
    }

    private static UUID bootId() throws IOException {
        try {
            return UUID.fromString(Files.readString(BOOT).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(BOOT + " holds no boot id", e);
        }
    }

    /** Now, on the clock of {@link SharedWindows#hit}. */
    public long nowMillis() {
        return nanos.getAsLong() / 1_000_000;
    }

    /** Counts one request, see {@link SharedWindows#hit}; {@link SharedWindows#UNCOUNTED} too when the file is broken. */
    public long hit(Ip client, long nowMillis) {
        if (broken) {
            return SharedWindows.UNCOUNTED;
        }
        try {
            return windows.hit(client, nowMillis);
        } catch (InternalError e) {
            // The file was cut off under us, or its disk gave an error: SIGBUS, which Java tells so.
            broken = true;
            LOG.error("the file of the rate limit cannot be used any more, nobody is limited: {}", e.toString());
            return SharedWindows.UNCOUNTED;
        }
    }

    /** Milliseconds until the window of a hit is over. */
    public long left(long hit, long nowMillis) {
        return windows.left(hit, nowMillis);
    }
}
