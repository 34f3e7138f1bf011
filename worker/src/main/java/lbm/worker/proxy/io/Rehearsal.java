package lbm.worker.proxy.io;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.IntConsumer;
import lbm.worker.config.Proxy;
import lbm.worker.http.Counters;
import lbm.worker.http.io.WarmUp;
import lbm.worker.link.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes requests on to a backend in this process until the way is compiled, before anybody else is served. */
public final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final List<String> PATHS = List.of("/", "/a/longer/path?with=query", "/api/items/42");
    private static final byte[] HEAD = String.join(
                    "\r\n",
                    "HTTP/1.1 200 OK",
                    "Content-Type: text/html; charset=utf-8",
                    "Date: Mon, 01 Jan 2024 00:00:00 GMT",
                    "Connection: keep-alive",
                    "Keep-Alive: timeout=5",
                    "Content-Length: 512",
                    "",
                    "")
            .getBytes(US_ASCII);
    private static final int BODY = 512;

    private Rehearsal() {}

    /**
     * Starts on the event loop, returns at once.
     *
     * @param left told how many requests are left
     * @param done called once, soon
     */
    public static void start(EventLoop loop, Proxy config, String app, IntConsumer left, Runnable done) {
        ProxyServer proxy = new ProxyServer(loop, config, app, new Counters(), message -> {});
        new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Dummy());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addListener((ChannelFutureListener) bound -> {
                    if (!bound.isSuccess()) {
                        LOG.warn("no warm-up: {}", bound.cause().toString());
                        done.run();
                        return;
                    }
                    InetSocketAddress at = (InetSocketAddress) bound.channel().localAddress();
                    proxy.told(List.of(
                            new Message.Backend("warm-up", at.getAddress().getHostAddress(), at.getPort(), true)));
                    WarmUp.start(loop, proxy, PATHS, config.warmupRequests(), left, () -> {
                        proxy.end();
                        bound.channel().close();
                        done.run();
                    });
                });
    }

    /** Answers each read with the same page; the proxy sends one request at a time. */
    private static final class Dummy extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf in = (ByteBuf) message;
            boolean head = in.isReadable() && in.getByte(in.readerIndex()) == 'H';
            in.release();
            ByteBuf out = context.alloc().directBuffer(HEAD.length + BODY).writeBytes(HEAD);
            context.writeAndFlush(head ? out : out.writeZero(BODY));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
