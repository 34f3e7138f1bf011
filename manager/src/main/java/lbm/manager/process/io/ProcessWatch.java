package lbm.manager.process.io;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import lbm.manager.process.Exit;
import lbm.manager.process.ProcessId;
import org.jspecify.annotations.Nullable;

/** Waits on an event loop for one process to end, and reaps it if it is our child. Costs one descriptor, no thread. */
public final class ProcessWatch implements AutoCloseable {

    private static final int POLL_MILLIS = 100;

    private final IoEventLoop loop;
    private final ProcessId id;
    private final Consumer<Exit> onExit;
    private @Nullable Handle handle;
    private boolean closed;

    private ProcessWatch(IoEventLoop loop, ProcessId id, Consumer<Exit> onExit) {
        this.loop = loop;
        this.id = id;
        this.onExit = onExit;
    }

    /**
     * Starts to wait.
     *
     * @param loop an epoll loop
     * @param onExit called once, on the loop; also when the process is gone already. {@link Exit.Unknown} for a
     *     process that is not our child
     */
    public static ProcessWatch start(IoEventLoop loop, ProcessId id, Consumer<Exit> onExit) {
        ProcessWatch watch = new ProcessWatch(loop, id, onExit);
        // On the loop even when called from it: the exit must not be heard before the caller holds the watch.
        loop.execute(watch::open);
        return watch;
    }

    private void open() {
        if (closed) {
            return;
        }
        int fd;
        try {
            fd = Pidfd.open(id);
        } catch (IOException e) {
            poll();
            return;
        }
        if (fd == Pidfd.GONE) {
            end(null);
            return;
        }
        Handle opened = new Handle(new FileDescriptor(fd));
        handle = opened;
        loop.register(opened).addListener(done -> {
            if (done.isSuccess()) {
                opened.watch((IoRegistration) done.getNow());
            } else {
                opened.release();
            }
        });
    }

    /** Where pidfd_open fails: no descriptor is left (which may heal), or a sandbox forbids it. */
    private void poll() {
        if (Processes.alive(id)) {
            var unused = loop.schedule(this::open, POLL_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            end(Pidfd.reapChild(id).orElse(null));
        }
    }

    private void end(@Nullable Exit exit) {
        closed = true;
        Optional<CompletableFuture<Exit>> reaped = JdkSpawner.takeEnd(id);
        if (exit != null) {
            onExit.accept(exit);
        } else if (reaped.isPresent()) {
            var unused = reaped.get().thenAccept(end -> loop.execute(() -> onExit.accept(end)));
        } else {
            onExit.accept(new Exit.Unknown());
        }
    }

    /** Stops waiting; the process is not touched. Safe from any thread, and after the end. */
    @Override
    public void close() {
        if (!loop.isShuttingDown()) {
            loop.execute(() -> {
                closed = true;
                if (handle != null) {
                    handle.release();
                }
            });
        }
    }

    /** The process's pidfd on the loop. */
    private final class Handle implements EpollIoHandle {
        private final FileDescriptor fd;
        private @Nullable IoRegistration registration;

        Handle(FileDescriptor fd) {
            this.fd = fd;
        }

        void watch(IoRegistration registered) {
            registration = registered;
            if (closed) {
                release();
            } else {
                registered.submit(EpollIoOps.EPOLLIN);
            }
        }

        @Override
        public void handle(IoRegistration ready, IoEvent event) {
            if (!closed) {
                Exit exit = Pidfd.reap(fd.intValue()).orElse(null);
                release();
                end(exit);
            }
        }

        void release() {
            if (registration != null) {
                registration.cancel();
            }
            close();
        }

        @Override
        public FileDescriptor fd() {
            return fd;
        }

        /** Also called by a loop that ends. */
        @Override
        public void close() {
            try {
                fd.close();
            } catch (IOException e) {
                // close(2) gave the descriptor back all the same.
                handle = null;
            }
        }
    }
}
