package lbm.manager.health.io;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import lbm.manager.health.Result;
import org.jspecify.annotations.Nullable;

/** Whether a port takes connections; {@link HttpQuestion} goes on from there. */
class TcpQuestion extends Question {

    private final Names names;
    private final String host;
    private final int port;
    private @Nullable Channel channel;

    TcpQuestion(IoEventLoop loop, Duration timeout, Consumer<Result> answer, Names names, String host, int port) {
        super(loop, timeout, answer);
        this.names = names;
        this.host = host;
        this.port = port;
    }

    @Override
    final void ask() {
        names.find(host, loop, this::connect);
    }

    private void connect(Optional<InetAddress> address) {
        if (over()) {
            return;
        }
        if (address.isEmpty()) {
            bad("no such host: " + host);
            return;
        }
        ChannelFuture future = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // ours holds for the whole question
                .handler(pipeline())
                .connect(new InetSocketAddress(address.get(), port));
        channel = future.channel();
        future.addListener(done -> {
            if (over()) {
                future.channel().close();
            } else if (done.isSuccess()) {
                connected(future.channel());
            } else {
                refused(done.cause());
            }
        });
    }

    private ChannelHandler pipeline() {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel created) {
                fill(created.pipeline());
            }
        };
    }

    void fill(ChannelPipeline pipeline) {}

    void connected(Channel open) {
        well();
    }

    private void refused(Throwable cause) {
        if (cause instanceof ChannelException) {
            // No socket was to be had: we are out of descriptors.
            tell(Result.unasked(
                    cause.getCause() == null ? String.valueOf(cause.getMessage()) : message(cause.getCause())));
        } else {
            bad(message(cause));
        }
    }

    /** In the words of connect(2), without the address: the question names it. */
    private static String message(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        if (cause instanceof ConnectException && text.contains("refused")) {
            return "connection refused";
        }
        int colon = text.indexOf(": ");
        return colon < 0 ? text : text.substring(0, colon);
    }

    @Override
    void release() {
        if (channel != null) {
            channel.close();
        }
    }
}
