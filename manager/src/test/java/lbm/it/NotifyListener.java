package lbm.it;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The socket by which systemd hears a service: keeps every line that was sent, in order. */
final class NotifyListener implements AutoCloseable {

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final List<String> lines = new CopyOnWriteArrayList<>();

    NotifyListener(Path socket) {
        new Bootstrap()
                .group(loop)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
                        lines.addAll(packet.content()
                                .toString(StandardCharsets.UTF_8)
                                .lines()
                                .toList());
                    }
                })
                .bind(new DomainSocketAddress(socket.toString()))
                .syncUninterruptibly();
    }

    long count(String line) {
        return lines.stream().filter(line::equals).count();
    }

    boolean heard(String line) {
        return lines.contains(line);
    }

    @Override
    public String toString() {
        return lines.toString();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
