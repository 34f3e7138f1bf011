package lbm.manager.channel.io;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import lbm.manager.channel.LineCutter;
import org.jspecify.annotations.Nullable;

/**
 * Our end of a program's channel: lines both ways, a descriptor with a line outwards. A line is taken out of the socket
 * only when it is there as a whole, so that a manager that is killed leaves the next one no half of it; only those
 * longer than {@link #PIECE}, or written with a rest in between, are taken in pieces. Descriptors that a program sends are closed by the kernel.
 */
public final class NodeSocket implements EpollIoHandle {

    /** What comes of it, on the loop. */
    public interface Owner {
        /** One line, without its end. */
        void said(byte[] line);

        /** It is over: the program has closed it, or has broken its rules. Not told after {@link #close}. */
        void ended(String why);
    }

    private static final int PIECE = 1 << 16;

    /** Taken in one go; a program that says more has to wait. */
    private static final int BATCH = 16;

    private static final long REST_MILLIS = 100;

    /** The rest of a line is written right behind its beginning, unless there was no room for it. */
    private static final long PATIENCE_MILLIS = 20;

    /** What waits to be sent; a program that does not read its channel does not get more. */
    private static final int QUEUE_LIMIT = 1 << 20;

    /** Edges, as half a line stays in the socket and would be told again and again. */
    private static final EpollIoOps EVENTS = EpollIoOps.EPOLLIN
            .with(EpollIoOps.EPOLLOUT)
            .with(EpollIoOps.EPOLLRDHUP)
            .with(EpollIoOps.EPOLLET);

    /** What waits; a negative descriptor is none. */
    private static final class Line {
        private final byte[] bytes;
        private final int fd;

        Line(byte[] bytes, int fd) {
            this.bytes = bytes;
            this.fd = fd;
        }
    }

    private final FileDescriptor fd;
    private final IoEventLoop loop;
    private final Owner owner;
    private final LineCutter cutter = new LineCutter();
    private final ArrayDeque<Line> queue = new ArrayDeque<>();
    private @Nullable IoRegistration registration;
    private int queued;
    private int sentOfFirst;
    private boolean resting;
    private boolean waiting;
    /** The rest of a line has not come in time. */
    private boolean late;

    private boolean closed;

    private NodeSocket(int fd, IoEventLoop loop, Owner owner) {
        this.fd = new FileDescriptor(fd);
        this.loop = loop;
        this.owner = owner;
    }

    /** Listens from now on. The descriptor is this one's to close. */
    public static NodeSocket open(int fd, IoEventLoop loop, Owner owner) {
        NodeSocket socket = new NodeSocket(fd, loop, owner);
        loop.register(socket).addListener(done -> {
            if (!done.isSuccess()) {
                socket.end("it cannot be listened to: " + done.cause());
            } else if (socket.closed) {
                ((IoRegistration) done.getNow()).cancel();
            } else {
                socket.registration = (IoRegistration) done.getNow();
                socket.registration.submit(EVENTS);
            }
        });
        return socket;
    }

    public boolean isOpen() {
        return !closed;
    }

    // ---- outwards

    /**
     * Sends a line, now or when the program reads again.
     *
     * @return false: it is over, or too much waits already
     */
    public boolean send(byte[] line) {
        return send(new Line(line, -1));
    }

    /**
     * The same with a duplicate of a descriptor, which must stay open until the line has gone; it stays the caller's.
     */
    public boolean send(byte[] line, int descriptor) {
        return send(new Line(line, descriptor));
    }

    private boolean send(Line line) {
        if (closed || queued + line.bytes.length > QUEUE_LIMIT) {
            return false;
        }
        queue.add(line);
        queued += line.bytes.length;
        flush();
        return !closed;
    }

    private void flush() {
        while (!closed && !queue.isEmpty()) {
            Line line = queue.element();
            int sent = write(line, sentOfFirst);
            if (sent < 0) {
                return;
            }
            sentOfFirst += sent;
            if (sentOfFirst == line.bytes.length) {
                queue.remove();
                queued -= line.bytes.length;
                sentOfFirst = 0;
            }
        }
    }

    /** How much of the line went; negative: nothing goes now, or it is over. */
    private int write(Line line, int from) {
        int length = line.bytes.length - from;
        boolean withFd = line.fd >= 0 && from == 0;
        try (Memory data = new Memory(length);
                Memory control = new Memory(24);
                Memory header =
                        Sockets.header(data, length, withFd ? control : Pointer.NULL, withFd ? control.size() : 0)) {
            data.write(0, line.bytes, from, length);
            control.clear();
            control.setLong(0, Sockets.CONTROL_HEADER + 4);
            control.setInt(8, Sockets.SOL_SOCKET);
            control.setInt(12, Sockets.SCM_RIGHTS);
            control.setInt(Sockets.CONTROL_HEADER, line.fd);
            long sent;
            do {
                sent = Sockets.sendmsg(fd.intValue(), header, Sockets.MSG_DONTWAIT | Sockets.MSG_NOSIGNAL);
            } while (sent < 0 && Sockets.interrupted());
            if (sent < 0 && !Sockets.later()) {
                end(Sockets.failure("it cannot be written to").getMessage());
            }
            return (int) sent;
        }
    }

    // ---- inwards

    @Override
    public void handle(IoRegistration ignored, IoEvent event) {
        EpollIoOps ops = ((EpollIoEvent) event).ops();
        if (ops.contains(EpollIoOps.EPOLLOUT)) {
            flush();
        }
        if (!resting && !closed) {
            read(ops.contains(EpollIoOps.EPOLLRDHUP));
        }
    }

    /** Reads without being told that there is something. */
    void handleNow() {
        read(false);
    }

    private void read(boolean last) {
        try (Memory piece = new Memory(PIECE)) {
            for (int i = 0; i < BATCH; i++) {
                if (closed || !readOnce(piece, last)) {
                    return;
                }
            }
        }
        // Whoever says a megabyte at once is not the only one the loop works for.
        resting = true;
        loop.schedule(
                () -> {
                    resting = false;
                    if (!closed) {
                        read(last);
                    }
                },
                REST_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** Whether there may be more. */
    private boolean readOnce(Memory piece, boolean last) {
        long seen = Sockets.recv(fd.intValue(), piece, PIECE, Sockets.MSG_PEEK | Sockets.MSG_DONTWAIT);
        if (seen < 0) {
            if (Sockets.later()) {
                return false;
            }
            if (!Sockets.interrupted()) {
                end(Sockets.failure("it cannot be read").getMessage());
            }
            return true;
        }
        if (seen == 0) {
            end("the program has closed it");
            return false;
        }
        byte[] bytes = piece.getByteArray(0, (int) seen);
        int whole = lastLineEnd(bytes) + 1;
        if (whole == 0 && seen < PIECE && !late && !cutter.withinLine()) {
            if (last) {
                end("the program has closed it within a line");
            } else {
                waitForTheRest();
            }
            return false;
        }
        late = false;
        int take = whole == 0 ? bytes.length : whole;
        Sockets.recv(fd.intValue(), piece, take, Sockets.MSG_DONTWAIT);
        try {
            for (byte[] line : cutter.add(bytes, take)) {
                if (!closed) {
                    owner.said(line);
                }
            }
        } catch (LineCutter.TooLong e) {
            end(e.getMessage());
        }
        return true;
    }

    /**
     * Not for ever: what is left unread keeps its whole buffer in the kernel, and a program that waits for room would
     * never write the rest.
     */
    private void waitForTheRest() {
        if (!waiting) {
            waiting = true;
            loop.schedule(
                    () -> {
                        waiting = false;
                        late = true;
                        if (!closed && !resting) {
                            read(false);
                        }
                        late = false;
                    },
                    PATIENCE_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    private static int lastLineEnd(byte[] bytes) {
        int at = bytes.length - 1;
        while (at >= 0 && bytes[at] != '\n') {
            at--;
        }
        return at;
    }

    private void end(@Nullable String why) {
        if (!closed) {
            Sockets.shutdown(fd.intValue(), Sockets.SHUT_RDWR);
            close();
            owner.ended(why == null ? "" : why);
        }
    }

    // ---- the end

    /** The program hears {@code disconnect}. */
    public void disconnect() {
        if (!closed) {
            Sockets.shutdown(fd.intValue(), Sockets.SHUT_RDWR);
            close();
        }
    }

    @Override
    public FileDescriptor fd() {
        return fd;
    }

    /** Closes our end only: the program, which holds a duplicate of it, hears nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            queue.clear();
            if (registration != null) {
                registration.cancel();
            }
            Sockets.close(fd.intValue());
        }
    }
}
