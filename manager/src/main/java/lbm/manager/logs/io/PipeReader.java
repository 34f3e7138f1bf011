package lbm.manager.logs.io;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One child's pipe on the log loop: reads what there is into the buffer, and has the lines written. */
final class PipeReader implements EpollIoHandle {

    private static final int EPOLLERR_HUP = 0x8 | 0x10;

    private final FileDescriptor pipe;
    private final Supplier<LineWriter> writer;
    private final PeekPipe peek;
    private final Runnable afterBatch;
    private @Nullable IoRegistration registration;
    private boolean closed;

    /**
     * A reader of one pipe.
     *
     * @param pipe non-blocking, owned by this from now on
     * @param writer asked when there is something to read, so never for a program that is silent
     */
    PipeReader(int pipe, Supplier<LineWriter> writer, PeekPipe peek, Runnable afterBatch) {
        this.pipe = new FileDescriptor(pipe);
        this.writer = writer;
        this.peek = peek;
        this.afterBatch = afterBatch;
    }

    /** On the loop. */
    void register(IoEventLoop loop) {
        loop.register(this).addListener(done -> {
            if (done.isSuccess() && !closed) {
                registration = (IoRegistration) done.getNow();
                registration.submit(EpollIoOps.EPOLLIN);
            }
        });
    }

    @Override
    public void handle(IoRegistration ready, IoEvent event) {
        if (closed) {
            return;
        }
        int available = LogLibrary.available(pipe.intValue());
        if (available > 0) {
            // One read an event: the others have their turn.
            read(available);
            writer.get().writeLines(Instant.now());
            afterBatch.run();
        } else if ((((EpollIoEvent) event).ops().value() & EPOLLERR_HUP) != 0) {
            // Nobody holds it any more. What is left of a line waits for the process to be gone.
            close();
        }
    }

    private int read(int available) {
        LineBuffer buffer = writer.get().buffer();
        if (buffer.room() == 0) {
            writer.get().writeRest(Instant.now());
        }
        int count = Math.min(available, buffer.room());
        OptionalInt next = peek.peek(pipe.intValue());
        if (next.isPresent()) {
            buffer.intend(count, (byte) next.getAsInt());
        }
        int got = (int) LogLibrary.read(pipe.intValue(), buffer.writeAddress(), count);
        buffer.commitRead(Math.max(0, got));
        return got;
    }

    /** Reads what the pipe holds now, and no more, since a survivor of the process may write for ever. */
    void drain() {
        int left = closed ? 0 : LogLibrary.available(pipe.intValue());
        while (left > 0) {
            int got = read(left);
            if (got <= 0) {
                break;
            }
            left -= got;
            writer.get().writeLines(Instant.now());
        }
    }

    @Override
    public FileDescriptor fd() {
        return pipe;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (registration != null) {
                registration.cancel();
            }
            try {
                pipe.close();
            } catch (IOException e) {
                // close(2) gave the descriptor back all the same.
                registration = null;
            }
        }
    }
}
