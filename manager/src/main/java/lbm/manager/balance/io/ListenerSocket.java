package lbm.manager.balance.io;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bound socket that is listened to only while somebody can take what comes: else the kernel keeps the queue. */
final class ListenerSocket implements EpollIoHandle {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerSocket.class);

    /** The kernel cuts it to net.core.somaxconn (listen(2)). */
    private static final int BACKLOG = 4096;

    /** After EMFILE and its like, so that a full descriptor table does not become a busy loop. */
    private static final long RETRY_MILLIS = 100;

    /**
     * Errors are always told, so this asks for nothing more. Not {@code NONE}: Netty 4.2.18 then takes the descriptor
     * out of epoll but does not remember that, and the next wish fails with ENOENT.
     */
    private static final EpollIoOps NOTHING = EpollIoOps.EPOLLERR;

    /** A full table lasts, and the log must not fill the disk too. */
    private static final long WARN_NANOS = 10_000_000_000L;

    private static final int SOL_SOCKET = 1;
    private static final int SO_ACCEPTCONN = 30;

    private final Socket socket;
    private final IoEventLoop loop;
    private final Runnable acceptable;
    private final byte[] address = new byte[26];
    private @Nullable IoRegistration registration;
    private boolean wanted;
    private boolean listening;
    private boolean closed;
    private boolean resting;
    private boolean warned;
    private long lastWarning;

    private ListenerSocket(Socket socket, IoEventLoop loop, Runnable acceptable) {
        this.socket = socket;
        this.loop = loop;
        this.acceptable = acceptable;
    }

    /**
     * Binds and listens; accepts nothing until {@link #listen} is called.
     *
     * @param acceptable called on the loop whenever {@link #accept} may succeed
     */
    static ListenerSocket bind(String host, int port, IoEventLoop loop, Runnable acceptable) throws IOException {
        Socket socket = Socket.newSocketStream();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            socket.listen(BACKLOG);
        } catch (IOException e) {
            Fds.close(socket);
            throw e;
        }
        return register(socket, loop, acceptable);
    }

    /** The same for a unix socket. Binds at once, which Netty's own bootstrap cannot do on the loop. */
    static ListenerSocket unix(Path path, IoEventLoop loop, Runnable acceptable) throws IOException {
        Files.deleteIfExists(path);
        Socket socket = Socket.newSocketDomain();
        try {
            socket.bind(new DomainSocketAddress(path.toString()));
            Modes.ownerOnly(path);
            socket.listen(BACKLOG);
        } catch (IOException e) {
            Fds.close(socket);
            throw e;
        }
        return register(socket, loop, acceptable);
    }

    /** Takes over a duplicate that came from a worker. */
    static ListenerSocket adopt(int fd, IoEventLoop loop, Runnable acceptable) {
        return register(new Socket(fd), loop, acceptable);
    }

    /** Whether a descriptor is a listening socket (socket(7), SO_ACCEPTCONN). */
    static boolean isListener(int fd) {
        try {
            return new Socket(fd).getIntOpt(SOL_SOCKET, SO_ACCEPTCONN) != 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static ListenerSocket register(Socket socket, IoEventLoop loop, Runnable acceptable) {
        ListenerSocket listener = new ListenerSocket(socket, loop, acceptable);
        loop.register(listener).addListener(done -> {
            if (done.isSuccess() && !listener.closed) {
                listener.registration = (IoRegistration) done.getNow();
                listener.apply();
            } else if (!done.isSuccess()) {
                LOG.error("a listener could not be watched", done.cause());
            }
        });
        return listener;
    }

    int descriptor() {
        return socket.intValue();
    }

    /** Whether to be told of waiting connections. */
    void listen(boolean yes) {
        wanted = yes;
        apply();
    }

    private void apply() {
        boolean listen = wanted && !resting;
        if (registration != null && registration.isValid() && listen != listening) {
            listening = listen;
            registration.submit(listen ? EpollIoOps.EPOLLIN : NOTHING);
        }
    }

    /** The next connection's descriptor, negative when none waits. */
    int accept() {
        try {
            return socket.accept(address);
        } catch (IOException e) {
            // Most often EMFILE: the connection stays in the queue, we look again soon.
            warn(e);
            resting = true;
            apply();
            loop.schedule(
                    () -> {
                        resting = false;
                        apply();
                    },
                    RETRY_MILLIS,
                    TimeUnit.MILLISECONDS);
            return -1;
        }
    }

    private void warn(IOException e) {
        long now = System.nanoTime();
        if (!warned || now - lastWarning > WARN_NANOS) {
            warned = true;
            lastWarning = now;
            LOG.warn("accept: {}; connections wait in the kernel's queue", e.getMessage());
        }
    }

    @Override
    public void handle(IoRegistration ignored, IoEvent event) {
        if (!closed) {
            acceptable.run();
        }
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (registration != null) {
                registration.cancel();
            }
            Fds.close(socket);
        }
    }
}
