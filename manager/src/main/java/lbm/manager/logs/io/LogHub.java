package lbm.manager.logs.io;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import lbm.manager.logs.LogLine;
import lbm.manager.logs.LogSource;
import lbm.manager.logs.LogTargets;
import lbm.manager.logs.OutBuffer;
import lbm.manager.logs.Query;
import lbm.manager.logs.Stream;
import lbm.manager.logs.StreamKey;
import lbm.manager.process.ProcessId;
import lbm.manager.process.io.Descriptors;
import lbm.manager.process.io.Processes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One ordered stream out of the output of all processes. Each line is written to its files once, in the order in which
 * it was read, also when this process is killed at any moment and a later one opens the hub again.
 *
 * <p>All work is done on a thread of its own, so a disk that stalls holds up the children that print, and nothing else.
 * Every method is safe from any thread and returns at once, but {@link #open} and {@link #close}; after the latter all
 * refuse with a {@link java.util.concurrent.RejectedExecutionException}. Callbacks run on that thread and must not block.
 */
public final class LogHub implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogHub.class);
    private static final int LAST_LINES = 20;

    private final Path run;
    private final ZoneId zone;
    private final MultiThreadIoEventLoopGroup group;
    private final IoEventLoop loop;
    private final PeekPipe peek = new PeekPipe();
    private final OutBuffer batch = OutBuffer.direct();
    private final TargetFiles files = new TargetFiles();
    private final Instances instances;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final Map<ProcessId, Map<Stream, LiveStream>> live = new HashMap<>();
    /** Of processes that still run and are not attached yet. */
    private final Map<ProcessId, Map<Stream, LineBuffer>> left = new HashMap<>();

    private long droppedAtLastNote;

    private LogHub(Path run, ZoneId zone) throws IOException {
        this.run = run;
        this.zone = zone;
        this.instances = new Instances(zone);
        this.group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("lbm-logs", true), EpollIoHandler.newFactory());
        this.loop = group.next();
    }

    /**
     * Opens the hub and brings home what a manager before us left: lines of processes that are gone are written now,
     * those of living ones when they are attached.
     *
     * @param home {@code LBM_HOME}; buffers are in its {@code run}
     */
    public static LogHub open(Path home) throws IOException {
        Path run = Files.createDirectories(home.resolve("run"));
        List<LineBuffer> buffers = LeftBuffers.open(run);
        LogHub hub = new LogHub(run, ZoneId.systemDefault());
        for (LineBuffer buffer : buffers) {
            StreamLabel label = buffer.label();
            if (Processes.alive(label.process())) {
                hub.left
                        .computeIfAbsent(label.process(), process -> new HashMap<>())
                        .put(label.key().stream(), buffer);
            } else {
                hub.finish(hub.stream(label, buffer));
            }
        }
        var unused = hub.loop.scheduleWithFixedDelay(hub::logDrops, 1, 1, TimeUnit.MINUTES);
        return hub;
    }

    /** Makes an instance known that does not run, so that its files can be asked for and flushed. */
    public void declare(LogSource source) {
        loop.execute(() -> instances.declare(source));
    }

    /** Forgets an instance that was deleted, and notes of files that were its own; the files stay. */
    public void forget(int id) {
        loop.execute(() -> {
            // Looking through all files for each of a thousand instances is for when there are notes.
            Set<Path> left = files.notes().isEmpty() ? Set.of() : files(instances.of(Set.of(id)));
            instances.forget(id);
            if (left.isEmpty()) {
                return;
            }
            left.removeAll(files(instances.all()));
            left.forEach(files::forgetDrops);
        });
    }

    private static Set<Path> files(List<Instances.Known> some) {
        Set<Path> files = new HashSet<>();
        for (Instances.Known instance : some) {
            for (Stream stream : Stream.values()) {
                files.addAll(instance.source().targets().files(stream));
            }
        }
        return files;
    }

    /**
     * Reads the output of a process that was just started.
     *
     * @param fd reading end of its pipe, non-blocking; the hub owns it from now on
     * @param pipe its name, of {@link Descriptors#pipeName}
     */
    public void attach(StreamKey key, String app, ProcessId process, int fd, String pipe, LogTargets targets) {
        loop.execute(() -> read(new StreamLabel(key, app, process, targets, pipe), null, fd));
    }

    /**
     * Goes on with the output of a living process where a manager before us stopped. Its lines go where that manager
     * wrote them.
     *
     * @param known name of the pipe as it was when the process was started; empty: not known
     * @param targets for when that manager left no buffer
     * @param done whether the pipe was found; if not, only what was read of it before is written
     */
    public void adopt(
            StreamKey key, String app, ProcessId process, String known, LogTargets targets, Consumer<Boolean> done) {
        loop.execute(() -> {
            LineBuffer before = left.getOrDefault(process, new HashMap<>()).remove(key.stream());
            StreamLabel label = before == null ? new StreamLabel(key, app, process, targets, known) : before.label();
            OptionalInt fd = label.pipe().isEmpty()
                    ? Descriptors.openOutput(process.pid(), key.stream().fd())
                    : Descriptors.openPipe(process, label.pipe());
            read(label, before, fd.orElse(-1));
            done.accept(fd.isPresent());
        });
    }

    private void read(StreamLabel label, @Nullable LineBuffer before, int fd) {
        LiveStream stream = stream(label, before);
        live.computeIfAbsent(label.process(), p -> new HashMap<>()).put(label.key().stream(), stream);
        stream.writeLines();
        flushFollowers();
        if (fd >= 0) {
            PipeReader reader = new PipeReader(fd, stream::writer, peek, this::flushFollowers);
            stream.readFrom(reader);
            reader.register(loop);
        }
    }

    private LineBuffer newBuffer(StreamLabel label) {
        try {
            return LineBuffer.create(LeftBuffers.file(run, label), label);
        } catch (IOException e) {
            LOG.warn(
                    "{} {}: lines in memory may be lost with the manager: {}",
                    label.app(),
                    label.key(),
                    e.getMessage());
            try {
                return LineBuffer.anonymous(label);
            } catch (IOException none) {
                throw new IllegalStateException("no memory for the lines of " + label.app(), none);
            }
        }
    }

    private LiveStream stream(StreamLabel label, @Nullable LineBuffer before) {
        Instances.Known instance = instances.declare(new LogSource(label.key().id(), label.app(), label.targets()));
        List<TargetFile> targets = files.acquire(label.targets().files(label.key().stream()));
        LineWriter.Listener listener = (now, stream, memory, at, length, rendered, stamped, behind) -> {
            instance.remember(label.process().pid(), now, stream, memory, at, length, behind);
            tell(label, now, memory, at, length, rendered, stamped);
        };
        LiveStream stream = new LiveStream(
                label,
                targets,
                this::newBuffer,
                buffer -> new LineWriter(buffer, instance.format(), targets, batch, listener));
        if (before != null) {
            stream.resume(before);
        }
        return stream;
    }

    private void tell(
            StreamLabel label, Instant now, ByteBuffer memory, int at, int length, OutBuffer rendered, int stamped) {
        LogLine line = null;
        for (Follower follower : followers) {
            if (follower.query().wants(label.app(), label.key())) {
                if (line == null) {
                    byte[] text = new byte[length];
                    memory.get(at, text);
                    int whole = rendered.size() - 1 - stamped;
                    byte[] shown = whole == length ? text : rendered.copy(stamped, rendered.size() - 1);
                    line = new LogLine(now, true, label.app(), label.key().id(), label.key().stream(), text, shown);
                }
                follower.offer(line);
            }
        }
    }

    private void flushFollowers() {
        followers.forEach(Follower::flush);
    }

    /**
     * A process has ended: reads what is left in its pipes, writes it, a last line without LF too, and lets go of all
     * it took.
     *
     * @param drained gets the last 20 lines of the process, on the log thread
     */
    public void detach(ProcessId process, Consumer<List<LogLine>> drained) {
        loop.execute(() -> {
            List<LogLine> last = List.of();
            Map<Stream, LiveStream> streams = live.getOrDefault(process, new HashMap<>());
            left.getOrDefault(process, Map.of())
                    .forEach((stream, buffer) -> streams.putIfAbsent(stream, stream(buffer.label(), buffer)));
            live.remove(process);
            left.remove(process);
            for (LiveStream stream : streams.values()) {
                finish(stream);
                int id = stream.label().key().id();
                for (Instances.Known instance : instances.of(Set.of(id))) {
                    last = instance.lastOf(process.pid(), LAST_LINES);
                }
            }
            flushFollowers();
            drained.accept(last);
        });
    }

    private void finish(LiveStream stream) {
        try {
            stream.finish(files);
        } catch (IOException e) {
            LOG.warn("cannot remove a buffer of {}: {}", stream.label().app(), e.getMessage());
        }
    }

    /** The last lines of an instance that memory holds (at most 64 KB), oldest first. */
    public CompletableFuture<List<LogLine>> lastLines(int id, int lines) {
        return ask(() -> {
            List<LogLine> last = new ArrayList<>();
            for (Instances.Known instance : instances.of(Set.of(id))) {
                last.addAll(instance.last(lines, Set.of(Stream.values())));
            }
            return last;
        });
    }

    /** The last lines of each instance that the query wants, in time order. */
    public CompletableFuture<List<LogLine>> tail(Query query) {
        return ask(() -> Tail.instances(instances.of(query), query, zone));
    }

    /**
     * The past as {@link #tail} tells it (none if the query wants 0 lines), then every line as it comes, without a gap
     * or a repetition between the two.
     *
     * @param available called when there is something to take after there was nothing
     */
    public Follower follow(Query query, Runnable available) {
        // In turn with the task below, which may not have run yet: a follower must not be added after it was removed.
        Follower follower = new Follower(query, available, gone -> onLoop(() -> followers.remove(gone)));
        loop.execute(() -> {
            if (query.lines() > 0) {
                follower.begin(Tail.instances(instances.of(query), query, zone));
            }
            followers.add(follower);
            follower.flush();
        });
        return follower;
    }

    private void onLoop(Runnable task) {
        if (!loop.isShuttingDown()) {
            loop.execute(task);
        }
    }

    /**
     * Empties the files of these instances, those they share with others too.
     *
     * @return fails with what could not be emptied; the others were
     */
    public CompletableFuture<Void> flush(Set<Integer> ids) {
        return ask(() -> {
            IOException failed = null;
            for (Instances.Known instance : instances.of(ids)) {
                instance.ring().flush();
                for (Stream stream : Stream.values()) {
                    for (Path file : instance.source().targets().files(stream)) {
                        try {
                            TargetFile.empty(file);
                            files.forgetDrops(file);
                        } catch (IOException e) {
                            failed = e;
                        }
                    }
                }
            }
            if (failed != null) {
                throw failed;
            }
            return null;
        });
    }

    /** Opens every file anew at its next line, after somebody renamed them. It is noticed within a second anyway. */
    public void reopen() {
        loop.execute(files::reopen);
    }

    /** What operators must know: lines dropped, by file, with the reason. Empty when all is well. */
    public List<String> notes() {
        return files.notes();
    }

    private void logDrops() {
        long dropped = files.dropped();
        if (dropped != droppedAtLastNote) {
            droppedAtLastNote = dropped;
            files.notes().forEach(LOG::warn);
        }
    }

    private <T> CompletableFuture<T> ask(Callable<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                answer.complete(question.call());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /** The manager leaves. Nothing is lost: the next one goes on with buffers and pipes. Waits for the disk. */
    @Override
    public void close() throws IOException {
        try {
            ask(() -> {
                        live.values().forEach(streams -> streams.values().forEach(LiveStream::leave));
                        left.values().forEach(buffers -> buffers.values().forEach(LineBuffer::close));
                        files.close();
                        peek.close();
                        return null;
                    })
                    .get();
            // Not for ever: Netty tells of it on a thread, and there may be none to be had. All is closed by now.
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IOException("logs could not be closed", e.getCause());
        }
    }
}
