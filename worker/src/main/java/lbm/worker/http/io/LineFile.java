package lbm.worker.http.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends batches of whole lines to a file that other processes append to as well, on a thread of its own.
 *
 * <p>A batch is one write to a file opened with O_APPEND, so lines of several processes stand one after the other. There
 * are {@value #BATCHES} batches of {@value #SIZE} bytes and no more: when a disk is full or slow and all are waiting, who
 * asks for another gets none. What cannot be written is tried again every second. A file that was moved away or deleted
 * is noticed within a second, and a new one is begun, with its folder where there is none.
 */
final class LineFile {

    /** Bytes of a batch. */
    static final int SIZE = 128 * 1024;

    private static final int BATCHES = 8;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long AGAIN_MILLIS = 1000;
    private static final long END_MILLIS = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(LineFile.class);

    private final Path path;
    private final BlockingQueue<ByteBuf> free = new ArrayBlockingQueue<>(BATCHES);
    private final BlockingQueue<ByteBuf> full = new ArrayBlockingQueue<>(BATCHES + 1);
    private final Thread thread = new Thread(this::run, "access-log");
    private volatile boolean ending;
    private int made;
    private @Nullable FileChannel file;
    private @Nullable Object key;
    private long looked;
    private boolean failing;

    /** Begins with the thread; the file is opened with the first batch. */
    LineFile(Path path) {
        this.path = path;
        thread.setDaemon(true);
        thread.start();
    }

    /** An empty batch to fill; null: all are waiting to be written. For one thread. */
    @Nullable
    ByteBuf batch() {
        ByteBuf batch = free.poll();
        if (batch == null && made < BATCHES) {
            made++;
            return Unpooled.directBuffer(SIZE, SIZE);
        }
        return batch;
    }

    /** Takes a filled batch; never waits. */
    void write(ByteBuf batch) {
        full.add(batch); // there are never more batches than places
    }

    /** Writes what is there, for a second at most. */
    void end() {
        ending = true;
        full.add(Unpooled.EMPTY_BUFFER);
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!ending || !full.isEmpty()) {
                ByteBuf batch = full.poll(1, TimeUnit.SECONDS);
                if (batch != null && batch.isReadable()) {
                    written(batch);
                    batch.clear();
                    free.add(batch);
                }
            }
            close();
            for (ByteBuf batch = free.poll(); batch != null; batch = free.poll()) {
                batch.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void written(ByteBuf batch) throws InterruptedException {
        ByteBuffer bytes = batch.nioBuffer();
        while (bytes.hasRemaining()) {
            try {
                FileChannel channel = current();
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                if (failing) {
                    failing = false;
                    LOG.info("{} can be written again", path);
                }
            } catch (IOException e) {
                if (!failing) {
                    failing = true;
                    LOG.error("{} cannot be written: {}", path, e.toString());
                }
                close();
                if (ending) {
                    return;
                }
                Thread.sleep(AGAIN_MILLIS);
            }
        }
    }

    /** The open file, if it still is the one of that name. */
    private FileChannel current() throws IOException {
        FileChannel open = file;
        long now = System.nanoTime();
        if (open != null && (now - looked < LOOK_NANOS || Objects.equals(key, key()))) {
            return open;
        }
        close();
        Path folder = path.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        FileChannel opened = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        file = opened;
        key = key();
        looked = now;
        return opened;
    }

    /** What tells this file from another one of the same name; null: there is none. */
    private @Nullable Object key() throws IOException {
        looked = System.nanoTime();
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void close() {
        FileChannel open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("{}: {}", path, e.toString());
            }
        }
    }
}
