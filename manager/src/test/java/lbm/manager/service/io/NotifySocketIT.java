package lbm.manager.service.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import lbm.it.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real unix datagram socket, as systemd opens one. */
class NotifySocketIT {
    @TempDir
    Path folder;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private Path socket = Path.of("/");

    @BeforeEach
    void systemd() {
        socket = folder.resolve("notify");
        Channel channel = new Bootstrap()
                .group(loop)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
                        received.add(packet.content().toString(UTF_8));
                    }
                })
                .bind(new DomainSocketAddress(socket.toString()))
                .syncUninterruptibly()
                .channel();
        assertEquals(true, channel.isActive());
    }

    @AfterEach
    void end() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private String next() throws InterruptedException {
        return String.valueOf(received.poll(Patience.SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void eachNoteArrivesAsOneDatagram() throws InterruptedException {
        NotifySocket notify = NotifySocket.of(Map.of("NOTIFY_SOCKET", socket.toString()), 1);
        notify.ready("2 apps, 4 processes");
        assertEquals("READY=1\nSTATUS=2 apps, 4 processes", next());
        notify.status("two\nlines");
        assertEquals("STATUS=two lines", next());
        notify.alive();
        assertEquals("WATCHDOG=1", next());
        notify.stopping("asked", Duration.ofSeconds(20));
        assertEquals("STOPPING=1\nSTATUS=asked\nEXTEND_TIMEOUT_USEC=20000000", next());
    }

    @Test
    void withoutSystemdNothingHappens() throws InterruptedException {
        NotifySocket none = NotifySocket.of(Map.of("WATCHDOG_USEC", "1000000"), 1);
        assertFalse(none.present());
        assertEquals(Optional.empty(), none.watchdogInterval());
        none.ready("unheard");
        assertNull(received.poll(100, TimeUnit.MILLISECONDS));
    }

    @Test
    void aListenerThatIsGoneDoesNoHarm() throws Exception {
        NotifySocket notify = NotifySocket.of(Map.of("NOTIFY_SOCKET", socket.toString()), 1);
        Files.delete(socket);
        notify.ready("unheard");
        notify.alive();
        assertNull(received.poll(100, TimeUnit.MILLISECONDS));
    }

    @Test
    void noDescriptorIsLeftOpen() throws Exception {
        NotifySocket notify = NotifySocket.of(Map.of("NOTIFY_SOCKET", socket.toString()), 1);
        notify.alive();
        long before = descriptors();
        for (int i = 0; i < 50; i++) {
            notify.alive();
        }
        // Others of this JVM may have some for a moment.
        Patience.await().until(() -> descriptors() <= before);
    }

    @Test
    void theWatchdogIsOursOnlyWhenItNamesUs() {
        Map<String, String> forSeven =
                Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "7");
        assertEquals(
                Optional.of(Duration.ofSeconds(5)), NotifySocket.of(forSeven, 7).watchdogInterval());
        assertEquals(Optional.empty(), NotifySocket.of(forSeven, 8).watchdogInterval());
    }

    @Test
    void abstractNamesHaveANulInFrontAndNoneBehind() {
        assertArrayEquals(new byte[] {1, 0, 0, 'a'}, UnixAddress.of("@a"));
        assertArrayEquals(new byte[] {1, 0, '/', 'a', 0}, UnixAddress.of("/a"));
    }

    private static long descriptors() throws Exception {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
