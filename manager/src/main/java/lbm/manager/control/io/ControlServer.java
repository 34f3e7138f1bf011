package lbm.manager.control.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.BiConsumer;
import lbm.manager.control.Reply;
import lbm.manager.control.Request;
import lbm.manager.spec.ExitCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP/1.1 with JSON over the control socket; {@code curl --unix-socket} works too. */
public final class ControlServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    /** A client's whole environment fits; nothing larger has a place here. */
    private static final int MAX_BODY = 4 * 1024 * 1024;

    static final ObjectMapper JSON = new ObjectMapper();

    private final Channel server;

    private ControlServer(Channel server) {
        this.server = server;
    }

    /**
     * Listens at a path, for the owner only.
     *
     * @param routes called on the loop for every request
     */
    public static ControlServer open(Path path, EventLoopGroup loop, BiConsumer<Request, Reply> routes)
            throws IOException {
        Files.deleteIfExists(path);
        Channel server = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerDomainSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAX_BODY))
                                .addLast(new Handler(routes));
                    }
                })
                .bind(new DomainSocketAddress(path.toString()))
                .syncUninterruptibly()
                .channel();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return new ControlServer(server);
    }

    @Override
    public void close() {
        server.close();
    }

    private static final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final BiConsumer<Request, Reply> routes;

        Handler(BiConsumer<Request, Reply> routes) {
            this.routes = routes;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest http) {
            HttpReply reply = new HttpReply(ctx.channel());
            JsonNode body = Request.noBody();
            if (http.content().isReadable()) {
                try {
                    body = JSON.readTree(http.content().toString(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    reply.problem(400, ExitCode.USAGE, "the request's body is not JSON", List.of());
                    return;
                }
            }
            try {
                QueryStringDecoder uri = new QueryStringDecoder(http.uri());
                routes.accept(new Request(http.method().name(), uri.path(), uri.parameters(), body), reply);
            } catch (RuntimeException | OutOfMemoryError e) {
                // The latter too when no more threads are allowed.
                LOG.error("{} {}", http.method(), http.uri(), e);
                reply.problem(500, ExitCode.FAILED, "the manager failed to answer; lbm.log says why", List.of());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (!(cause instanceof IOException)) {
                LOG.warn("control connection: {}", cause.toString());
            }
            ctx.close();
        }
    }
}
