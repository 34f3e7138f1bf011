package lbm.manager.balance.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.ByteArrayOutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import lbm.it.Patience;
import lbm.worker.link.Message;
import lbm.worker.link.MessageCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkServerIT {

    /** So many lines do not fit into one read. */
    private static final int ACKNOWLEDGED = 500;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Else connections that a dead worker has begun would be given to another one, which waits for their requests. */
    @Test
    void theLastWordsOfAWorkerAreHeardThoughNothingCanBeSaidToItAnyMore() throws Exception {
        AtomicLong acknowledged = new AtomicLong();
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        Path path = folder.resolve("link.sock");
        LinkServer server = LinkServer.open(path, loop, new LinkServer.Events() {
            @Override
            public void said(Link link, Message message) {
                if (message instanceof Message.Ack ack) {
                    acknowledged.set(ack.count());
                } else {
                    link.send(new Message.Pulse(1));
                }
            }

            @Override
            public void closed(Link link) {
                closed.countDown();
            }
        });
        try (SocketChannel worker = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            worker.connect(UnixDomainSocketAddress.of(path));
            // The manager looks only when the worker is gone already.
            loop.execute(() -> await(gone));
            worker.write(ByteBuffer.wrap(lastWords()));
        }
        gone.countDown();
        assertTrue(closed.await(Patience.SECONDS, TimeUnit.SECONDS));
        server.close();
        assertEquals(ACKNOWLEDGED, acknowledged.get());
    }

    private static byte[] lastWords() {
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        words.writeBytes(MessageCodec.encode(new Message.Heartbeat(1, 0, 0, 0, 0, 0)));
        for (int count = 1; count <= ACKNOWLEDGED; count++) {
            words.writeBytes(MessageCodec.encode(new Message.Ack("127.0.0.1:80", count)));
        }
        return words.toByteArray();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
