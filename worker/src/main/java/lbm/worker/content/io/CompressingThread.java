package lbm.worker.content.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import lbm.worker.content.Coding;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes codings of files, one after the other, in a thread of its own that runs only while there is something to do and
 * has no claim on the processor that others want. The quick ones come first, so that a site soon has gzip of everything
 * and then the better codings.
 */
public final class CompressingThread implements Compressing {

    private static final Logger LOG = LoggerFactory.getLogger(CompressingThread.class);

    /** More are refused, to be asked again: a queue must not grow with what clients invent. */
    private static final int LONGEST = 1024;

    private record Job(long number, StoredFile file, Coding coding, Consumer<Result> done) {}

    private final CompressedStore store;
    private final Map<Coding, Optional<Compressor>> compressors = new EnumMap<>(Coding.class);

    // All of these by the lock of this object.
    private final PriorityQueue<Job> jobs = new PriorityQueue<>(
            Comparator.comparing((Job job) -> cost(job.coding())).thenComparingLong(Job::number));
    private long number;
    private boolean started;
    private boolean running;

    /** Works over a store; nothing is made before {@link #start}. */
    CompressingThread(CompressedStore store) {
        this.store = store;
    }

    @Override
    public synchronized boolean ask(StoredFile file, Coding coding, Consumer<Result> done) {
        if (jobs.size() >= LONGEST) {
            return false;
        }
        jobs.add(new Job(number++, file, coding, done));
        run();
        return true;
    }

    /** {@inheritDoc} A worker that is not ready has better things to do. */
    @Override
    public synchronized void start() {
        started = true;
        run();
    }

    private void run() {
        if (started && !running && !jobs.isEmpty()) {
            running = true;
            Thread thread = new Thread(this::work, "compress");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Gives this thread the lowest priority. The JVM has none to give on Linux, where priorities are the threads' own
     * (setpriority(2)); without the command it works on as everybody.
     */
    private static void stepBack() {
        try {
            // PID/task/TID
            String thread = Files.readSymbolicLink(Path.of("/proc/thread-self"))
                    .getFileName()
                    .toString();
            new ProcessBuilder("renice", "-n", "19", "-p", thread)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.debug("the compressing thread keeps its priority: {}", e.toString());
        }
    }

    private void work() {
        stepBack();
        for (Job job = next(); job != null; job = next()) {
            // What cannot be made now is not tried again for each request.
            Result result = new Result.Useless();
            try {
                result = make(job.file(), job.coding());
            } catch (Exception | LinkageError | OutOfMemoryError e) {
                LOG.warn("{} as {}: {}", job.file().real(), job.coding().token(), e.toString());
            }
            job.done().accept(result);
        }
    }

    private synchronized @Nullable Job next() {
        Job job = jobs.poll();
        running = job != null;
        return job;
    }

    private Result make(StoredFile file, Coding coding) throws Exception {
        Optional<byte[]> bytes = bytes(file);
        if (bytes.isEmpty()) {
            return new Result.Changed();
        }
        String key = CompressedStore.key(bytes.get(), coding);
        Optional<byte[]> kept = store.get(key);
        Optional<Compressor> compressor =
                kept.isPresent() ? Optional.empty() : compressors.computeIfAbsent(coding, Compressor::of);
        if (kept.isEmpty() && compressor.isEmpty()) {
            return new Result.Useless();
        }
        byte[] body = kept.isPresent() ? kept.get() : store.alone(() -> made(key, compressor.get(), bytes.get()));
        return body.length < bytes.get().length ? new Result.Made(direct(body), tag(body)) : new Result.Useless();
    }

    private byte[] made(String key, Compressor compressor, byte[] bytes) throws IOException {
        Optional<byte[]> meanwhile = store.get(key);
        if (meanwhile.isPresent()) {
            return meanwhile.get();
        }
        byte[] body = compressor.compress(bytes);
        try {
            store.put(key, body);
        } catch (IOException e) {
            LOG.debug("not kept on disk: {}", e.toString());
        }
        return body;
    }

    /** Empty: it is not what it was when it was found. */
    private static Optional<byte[]> bytes(StoredFile file) throws IOException {
        byte[] bytes = new byte[(int) file.representation().length()];
        if (file.body().isPresent()) {
            file.body().get().getBytes(0, bytes);
            return Optional.of(bytes);
        }
        Optional<FileChannel> open = FileLoader.open(file);
        if (open.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel channel = open.get()) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer) < 0) {
                    return Optional.empty();
                }
            }
        }
        return FileLoader.same(file) ? Optional.of(bytes) : Optional.empty();
    }

    private static ByteBuffer direct(byte[] body) {
        return ByteBuffer.allocateDirect(body.length).put(body).flip();
    }

    private static String tag(byte[] body) {
        return FileLoader.tag(ByteBuffer.wrap(body));
    }

    private static int cost(Coding coding) {
        return switch (coding) {
            case IDENTITY, GZIP -> 0;
            case ZSTD -> 1;
            case BROTLI -> 2;
        };
    }
}
