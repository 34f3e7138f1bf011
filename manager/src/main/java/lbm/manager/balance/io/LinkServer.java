package lbm.manager.balance.io;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.PeerCredentials;
import io.netty.handler.codec.LineBasedFrameDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lbm.worker.link.Message;
import lbm.worker.link.MessageCodec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The unix socket that workers connect their links to: lines of JSON, both ways. */
public final class LinkServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LinkServer.class);

    /** What comes from workers, on the daemon's loop. */
    public interface Events {
        void said(Link link, Message message);

        /** The link has ended; everything said on it has been told. */
        void closed(Link link);
    }

    private final Channel server;

    private LinkServer(Channel server) {
        this.server = server;
    }

    /** Listens at a path; whoever holds the home's lock may remove what a dead manager left there. */
    public static LinkServer open(Path path, EventLoopGroup loop, Events events) throws IOException {
        Files.deleteIfExists(path);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerDomainSocketChannel.class)
                // A failed write must not close the link: what the worker had acknowledged is still to be read from it.
                .childOption(ChannelOption.AUTO_CLOSE, false)
                .childHandler(new ChannelInitializer<EpollDomainSocketChannel>() {
                    @Override
                    protected void initChannel(EpollDomainSocketChannel channel) {
                        channel.pipeline()
                                .addLast(new LineBasedFrameDecoder(MessageCodec.MAX_LINE))
                                .addLast(new Reader(events));
                    }
                });
        Channel server = bootstrap
                .bind(new DomainSocketAddress(path.toString()))
                .syncUninterruptibly()
                .channel();
        Modes.ownerOnly(path);
        return new LinkServer(server);
    }

    @Override
    public void close() {
        server.close();
    }

    /** Turns lines into messages of one link. */
    private static final class Reader extends SimpleChannelInboundHandler<ByteBuf> {
        private final Events events;
        private @Nullable Link link;

        Reader(Events events) {
            this.events = events;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) throws IOException {
            PeerCredentials peer = ((EpollDomainSocketChannel) ctx.channel()).peerCredentials();
            link = new Link(ctx.channel(), peer.pid(), peer.uid());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf line) throws IOException {
            byte[] bytes = new byte[line.readableBytes()];
            line.readBytes(bytes);
            Link from = link;
            if (from != null) {
                MessageCodec.decode(bytes, 0, bytes.length).ifPresent(message -> events.said(from, message));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (link != null) {
                events.closed(link);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // A worker's sudden end is ordinary; a broken line is not, and skipping it is safer than cutting the link.
            if (cause instanceof IOException && ctx.channel().isActive()) {
                LOG.warn("link of process {}: {}", link == null ? "?" : link.pid(), cause.getMessage());
            } else if (!(cause instanceof IOException)) {
                LOG.error("link of process {}", link == null ? "?" : link.pid(), cause);
            }
        }
    }
}
