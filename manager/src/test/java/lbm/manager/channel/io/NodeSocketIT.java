package lbm.manager.channel.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Memory;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.FileDescriptor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import lbm.it.Patience;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class NodeSocketIT {

    private static final MultiThreadIoEventLoopGroup GROUP =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    private final IoEventLoop loop = GROUP.next();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private ChannelPair pair = new ChannelPair(-1, -1);
    private FileDescriptor program = new FileDescriptor(0);

    @BeforeEach
    void open() throws Exception {
        pair = ChannelPair.open();
        program = new FileDescriptor(pair.childs());
    }

    @AfterEach
    void close() throws Exception {
        program.close();
    }

    @AfterAll
    static void stop() throws Exception {
        GROUP.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }

    @Test
    void halfALineStaysForTheNextManager() throws Exception {
        int kept = lbm.manager.process.io.Descriptors.dup(pair.ours());
        NodeSocket first = listen(pair.ours());
        write("\"one\"\n");
        assertEquals("\"one\"", lines.poll(Patience.SECONDS, TimeUnit.SECONDS));
        // Nothing comes between the half line and the end: both are on the loop.
        loop.submit(() -> {
                    write("\"tw");
                    first.handleNow();
                    first.close();
                    return true;
                })
                .get();
        write("o\"\n");
        NodeSocket second = listen(kept);
        assertEquals("\"two\"", lines.poll(Patience.SECONDS, TimeUnit.SECONDS));
        assertTrue(second.isOpen());
        loop.submit(second::close).get();
    }

    @Test
    void aLineThatOutgrowsTheSocketComesWhole() throws Exception {
        NodeSocket socket = listen(pair.ours());
        String line = "x".repeat(900_000);
        write(line + "\n\"after\"\n");
        assertEquals(line, lines.poll(Patience.SECONDS, TimeUnit.SECONDS));
        assertEquals("\"after\"", lines.poll(Patience.SECONDS, TimeUnit.SECONDS));
        loop.submit(socket::close).get();
    }

    @Test
    void aLineWithoutEndCostsTheChannel() throws Exception {
        NodeSocket socket = listen(pair.ours());
        Thread writer = new Thread(() -> {
            try {
                write("x".repeat(3_000_000));
            } catch (Exception e) {
                Thread.currentThread().interrupt(); // The channel is over, as it should be.
            }
        });
        writer.start();
        String end = ends.poll(Patience.SECONDS, TimeUnit.SECONDS);
        assertNotNull(end);
        assertTrue(end.contains("a line of more than"), end);
        assertFalse(socket.isOpen());
        writer.join(10_000);
    }

    @Test
    void aProgramThatDoesNotReadIsNotWaitedFor() throws Exception {
        NodeSocket socket = listen(pair.ours());
        byte[] line = ("\"" + "y".repeat(100_000) + "\"\n").getBytes(StandardCharsets.UTF_8);
        int taken = 0;
        while (loop.submit(() -> socket.send(line)).get() && taken < 100) {
            taken++;
        }
        assertTrue(taken > 5 && taken < 30, "taken " + taken);
        assertTrue(socket.isOpen());
        // All of it comes when it reads at last.
        assertEquals(taken * line.length, read(taken * line.length).length());
        assertTrue(loop.submit(() -> socket.send(line)).get());
        loop.submit(socket::close).get();
    }

    @Test
    void theEndOfTheProgramsSideIsHeardAndOursIsToldByDisconnect() throws Exception {
        NodeSocket socket = listen(pair.ours());
        write("\"last\"\n");
        program.close();
        assertEquals("\"last\"", lines.poll(Patience.SECONDS, TimeUnit.SECONDS));
        assertEquals("the program has closed it", ends.poll(Patience.SECONDS, TimeUnit.SECONDS));
        assertFalse(socket.isOpen());
        assertFalse(loop.submit(() -> socket.send(new byte[] {'\n'})).get());
    }

    @Test
    void aDescriptorGoesWithItsLine() throws Exception {
        NodeSocket socket = listen(pair.ours());
        ChannelPair other = ChannelPair.open();
        byte[] line = "{\"cmd\":\"NODE_HANDLE\"}\n".getBytes(StandardCharsets.UTF_8);
        assertTrue(loop.submit(() -> socket.send(line, other.ours())).get());
        try (Memory data = new Memory(100);
                Memory control = new Memory(64);
                Memory header = Sockets.header(data, 100, control, 64)) {
            assertEquals(line.length, Sockets.recvmsg(pair.childs(), header, 0));
            assertArrayEquals(line, data.getByteArray(0, line.length));
            assertEquals(Sockets.SCM_RIGHTS, control.getInt(12));
            int came = control.getInt(16);
            assertEquals(
                    lbm.manager.process.io.Descriptors.socketName(other.ours()),
                    lbm.manager.process.io.Descriptors.socketName(came));
            Sockets.close(came);
        }
        other.close();
        loop.submit(socket::close).get();
    }

    private NodeSocket listen(int fd) throws Exception {
        return loop.submit(() -> NodeSocket.open(fd, loop, new NodeSocket.Owner() {
                    @Override
                    public void said(byte[] line) {
                        lines.add(new String(line, StandardCharsets.UTF_8));
                    }

                    @Override
                    public void ended(String why) {
                        ends.add(why);
                    }
                }))
                .get();
    }

    private void write(String text) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocateDirect(text.length());
        bytes.put(text.getBytes(StandardCharsets.UTF_8)).flip();
        int at = 0;
        while (at < bytes.capacity()) {
            at += program.write(bytes, at, bytes.capacity());
        }
    }

    private String read(int length) throws Exception {
        StringBuilder text = new StringBuilder();
        ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16);
        while (text.length() < length) {
            int count = program.read(bytes, 0, bytes.capacity());
            byte[] some = new byte[count];
            bytes.get(0, some);
            text.append(new String(some, StandardCharsets.US_ASCII));
        }
        return text.toString();
    }
}
