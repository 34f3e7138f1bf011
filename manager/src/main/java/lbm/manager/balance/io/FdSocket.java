package lbm.manager.balance.io;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * A unix stream socket that carries descriptors only (unix(7), SCM_RIGHTS, one byte with each). Without Netty's channel
 * around it, so that an accepted socket is passed on by the very next system call: what a manager killed in between
 * could lose is as short as it can be.
 */
final class FdSocket implements EpollIoHandle {

    /** What happens on the socket, told on the loop. */
    interface Owner {
        /** A descriptor has arrived and is the owner's to close. */
        void received(int fd);

        /** A send that would have blocked can be tried again. */
        void writable();

        /** The other side is gone; the socket is closed. */
        void closed();
    }

    private static final int BATCH = 64;

    private final Socket socket;
    private final Owner owner;
    private @Nullable IoRegistration registration;
    private boolean closed;

    FdSocket(int fd, Owner owner) {
        this.socket = new Socket(fd);
        this.owner = owner;
    }

    /** Starts to listen for descriptors. Call on the loop. */
    void open(IoEventLoop loop) {
        loop.register(this).addListener(done -> {
            if (done.isSuccess() && !closed) {
                registration = (IoRegistration) done.getNow();
                want(EpollIoOps.EPOLLIN);
            } else if (!closed) {
                close();
                owner.closed();
            }
        });
    }

    /**
     * Sends a duplicate; the caller keeps its own copy.
     *
     * @return false: the socket's buffer is full, {@link Owner#writable} will tell
     */
    boolean send(int fd) throws IOException {
        if (closed) {
            // Its number may be another's by now.
            throw new ClosedChannelException();
        }
        if (socket.sendFd(fd) > 0) {
            return true;
        }
        want(EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT));
        return false;
    }

    private void want(EpollIoOps ops) {
        if (registration != null && registration.isValid()) {
            registration.submit(ops.with(EpollIoOps.EPOLLRDHUP));
        }
    }

    @Override
    public void handle(IoRegistration ignored, IoEvent event) {
        EpollIoOps ops = ((EpollIoEvent) event).ops();
        if (ops.contains(EpollIoOps.EPOLLOUT)) {
            want(EpollIoOps.EPOLLIN);
            owner.writable();
        }
        // What was sent before the other side died is read before its end is noticed.
        receive();
    }

    private void receive() {
        receive(BATCH);
    }

    /** Reads until nothing is there. */
    void receiveRest() {
        receive(Integer.MAX_VALUE);
    }

    private void receive(int most) {
        for (int i = 0; i < most && !closed; i++) {
            int fd;
            try {
                fd = socket.recvFd();
            } catch (IOException e) {
                fd = -1;
            }
            if (fd == 0) {
                return;
            }
            if (fd < 0) {
                close();
                owner.closed();
                return;
            }
            owner.received(fd);
        }
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (registration != null) {
            registration.cancel();
        }
        Fds.close(socket);
    }
}
