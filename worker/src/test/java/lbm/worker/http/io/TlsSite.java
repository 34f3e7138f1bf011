package lbm.worker.http.io;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lbm.worker.config.Serve;
import lbm.worker.http.Counters;
import lbm.worker.intake.Drain;
import lbm.worker.intake.io.Connections;
import lbm.worker.tls.io.TlsServer;

/** A site with TLS on a real port, as a worker serves it, in the test's own process. */
final class TlsSite implements AutoCloseable {

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final Connections connections;
    private final Counters counters = new Counters();
    private final TlsServer tls;
    private final int port;

    /**
     * Serves at once.
     *
     * @param tlsOptions JSON of the {@code tls} block
     * @param more further options, each with a comma before it
     */
    TlsSite(Path root, String tlsOptions, String more) throws Exception {
        Serve serve = Serve.parse("{\"root\":\"" + root + "\",\"spa\":true,\"tls\":" + tlsOptions + more + "}");
        Probe probe = new Probe(root, "1.2.3", "test", () -> 0);
        SiteServer server = SiteServer.of(serve, 1 << 20, probe, () -> true, counters);
        CompletableFuture<TlsServer> ready = new CompletableFuture<>();
        TlsServer.start(
                serve.tls().orElseThrow(),
                "site",
                ready::complete,
                why -> ready.completeExceptionally(new IOException(why)));
        tls = ready.get(60, TimeUnit.SECONDS);
        connections = new Connections(loop, server, 1000);
        port = listen("127.0.0.1:443");
        server.secure(tls, () -> port);
    }

    /** One more port whose connections come in by a listener of this name. */
    int listen(String name) throws InterruptedException {
        EpollServerSocketChannel channel = new EpollServerSocketChannel();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                connections.accepted(name, (EpollSocketChannel) message);
            }
        });
        loop.register(channel).sync();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).sync();
        return channel.localAddress().getPort();
    }

    int port() {
        return port;
    }

    Connections connections() {
        return connections;
    }

    Counters counters() {
        return counters;
    }

    /** Lets go of everybody, as a worker that leaves. */
    void drain(long millis) {
        loop.execute(() -> connections.drain(Drain.start(System.nanoTime(), false, millis)));
    }

    /** Runs on the loop and waits. */
    int open() throws Exception {
        return Optional.ofNullable(loop.submit(connections::count).get()).orElse(-1);
    }

    @Override
    public void close() {
        loop.submit(connections::end).awaitUninterruptibly();
        tls.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
