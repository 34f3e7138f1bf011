package lbm.worker.intake.io;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that end before or while they are served, on real sockets. */
@Timeout(300)
class ConnectionsIT {

    private static final Conversation SILENT = new Conversation() {
        @Override
        public boolean idle() {
            return true;
        }

        @Override
        public boolean overdue(long now) {
            return false;
        }
    };

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final CompletableFuture<Exit> greeted = new CompletableFuture<>();
    private Connections connections;
    private Socket listener;

    @BeforeEach
    void listen() throws IOException {
        Greeter greeter = (channel, exit, name) -> {
            greeted.complete(exit);
            return SILENT;
        };
        connections = new Connections(loop, greeter, 100);
        listener = Socket.newSocketStream();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listener.listen(10);
    }

    @AfterEach
    void end() throws Exception {
        loop.submit(connections::end).get();
        listener.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private java.net.Socket client() throws IOException {
        java.net.Socket client = new java.net.Socket();
        client.connect(listener.localAddress());
        return client;
    }

    private FileDescriptor accepted() throws IOException {
        return new FileDescriptor(listener.accept(new byte[25]));
    }

    private static void reset(java.net.Socket client) throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    /** What a descriptor of this process stands for. */
    private static String target(int descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)))
                    .toString();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    @Test
    void aConnectionThatWasResetOnItsWayIsClosed() throws Exception {
        java.net.Socket client = client();
        FileDescriptor descriptor = accepted();
        String socket = target(descriptor.intValue());
        assertTrue(socket.startsWith("socket:"), socket);
        reset(client);
        loop.submit(() -> connections.handedOff("a", descriptor)).get();
        // The reset may come a moment later than it was sent; then the event loop hears of it.
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> !socket.equals(target(descriptor.intValue()))
                        && loop.submit(connections::count).get() == 0);
    }

    @Test
    void aConnectionThatWasResetBeforeItsEndIsClosedInSilence() throws Exception {
        java.net.Socket client = client();
        FileDescriptor descriptor = accepted();
        String socket = target(descriptor.intValue());
        loop.submit(() -> connections.handedOff("a", descriptor)).get();
        Exit exit = greeted.get();
        loop.submit(() -> {
                    reset(client);
                    exit.closeAsAsked();
                    return null;
                })
                .get();
        loop.submit(() -> {}).get();
        assertNotEquals(socket, target(descriptor.intValue()));
        assertEquals(0, connections.count());
    }
}
