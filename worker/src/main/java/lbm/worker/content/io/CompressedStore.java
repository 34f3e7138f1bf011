package lbm.worker.content.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import lbm.worker.content.Coding;

/**
 * Compressed bodies in a folder that all workers of a home share, so that a body is made once, not once for each worker
 * and reload. A body is found by the hash of what it was made of, so it can never belong to other bytes, and it carries
 * its own hash, so a half-written one is never used.
 *
 * <p>Blocks; for one thread.
 */
final class CompressedStore {

    /** What all workers of a home keep together. */
    static final long LIMIT = 256L * 1024 * 1024;

    private static final int HASH = 32;
    private static final String LOCK = "lock";
    private static final String FRESH = ".new";

    private final Path folder;
    private final long limit;

    /** A store; the folder is made when the first body is kept. */
    CompressedStore(Path folder, long limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /** The name of a body made of these bytes. */
    static String key(byte[] bytes, Coding coding) {
        return Hash.text(Hash.of(bytes), HASH) + coding.suffix();
    }

    /** A body that was kept; empty: none, or a damaged one. */
    Optional<byte[]> get(String key) {
        try {
            Path file = folder.resolve(key);
            byte[] all = Files.readAllBytes(file);
            if (all.length < HASH) {
                return Optional.empty();
            }
            byte[] body = Arrays.copyOfRange(all, HASH, all.length);
            if (!Arrays.equals(Hash.of(body), Arrays.copyOf(all, HASH))) {
                return Optional.empty();
            }
            // Whoever was used last leaves last.
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(body);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Does a piece of work while no other worker of the home does any: what two would make twice at the same time, and
     * the cores that they would take from the requests, is one's alone. Without the folder it is done all the same.
     */
    <T> T alone(Callable<T> work) throws Exception {
        Optional<FileChannel> lock = lock();
        try {
            return work.call();
        } finally {
            if (lock.isPresent()) {
                lock.get().close(); // and with it the lock goes
            }
        }
    }

    /** Keeps a body. A full disk or a folder that cannot be written only costs making it again. */
    void put(String key, byte[] body) throws IOException {
        Path fresh = Files.createTempFile(folder, key, FRESH);
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                write(channel, Hash.of(body));
                write(channel, body);
            }
            Files.move(fresh, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
        shrink();
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Waits until no other process has it. Empty: it cannot be had, which is no reason not to work. */
    private Optional<FileChannel> lock() throws IOException {
        FileChannel channel;
        try {
            make();
            channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            channel.lock();
            return Optional.of(channel);
        } catch (IOException | OverlappingFileLockException e) {
            channel.close();
            return Optional.empty();
        }
    }

    private void make() throws IOException {
        try {
            // Of the owner alone, as the home is: who could write here could answer anything.
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            // By an earlier worker.
        }
    }

    private record Kept(Path file, long size, FileTime used) {}

    private void shrink() throws IOException {
        List<Kept> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                kept(file).ifPresent(all::add);
            }
        }
        long total = all.stream().mapToLong(Kept::size).sum();
        all.sort(Comparator.comparing(Kept::used));
        for (Kept each : all) {
            if (total <= limit) {
                return;
            }
            Files.deleteIfExists(each.file());
            total -= each.size();
        }
    }

    private static Optional<Kept> kept(Path file) throws IOException {
        try {
            return file.endsWith(LOCK)
                    ? Optional.empty()
                    : Optional.of(new Kept(file, Files.size(file), Files.getLastModifiedTime(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
