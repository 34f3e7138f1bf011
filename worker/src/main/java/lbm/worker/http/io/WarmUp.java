package lbm.worker.http.io;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import lbm.worker.content.Target;
import lbm.worker.http.WarmUpRequest;
import lbm.worker.intake.io.Connections;
import lbm.worker.intake.io.Greeter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the worker's own pipeline over real sockets on the loopback address until it is compiled, before anybody else
 * is served. Nothing of it is counted. It never fails: a worker that cannot warm up serves cold.
 */
public final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int CLIENTS = 2;
    private static final long LONGEST_MILLIS = 1500;
    private static final long REPORT_MILLIS = 100;
    private static final int FILES = 16;
    private static final int DEPTH = 3;

    private final EventLoop loop;
    private final Connections connections;
    private final EpollServerSocketChannel server = new EpollServerSocketChannel();
    private final List<String> paths;
    private final int requests;
    private final List<Channel> clients = new ArrayList<>();
    private final Runnable done;
    private final Future<?> reports;
    private final Future<?> timeout;
    private int asked;
    private int open;
    private boolean over;

    private WarmUp(
            EventLoop loop,
            Connections connections,
            List<String> paths,
            int requests,
            IntConsumer left,
            Runnable done) {
        this.loop = loop;
        this.connections = connections;
        this.paths = paths;
        this.requests = requests;
        this.done = done;
        this.reports = loop.scheduleWithFixedDelay(
                () -> left.accept(requests - asked), REPORT_MILLIS, REPORT_MILLIS, TimeUnit.MILLISECONDS);
        this.timeout = loop.schedule(this::finish, LONGEST_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Starts on the event loop, returns at once.
     *
     * @param server what is warmed; it counts nothing
     * @param paths what is asked for, encoded
     * @param left told ten times a second how many requests are left
     * @param done called once, after 1.5 seconds at most
     */
    public static void start(
            EventLoop loop, Greeter server, List<String> paths, int requests, IntConsumer left, Runnable done) {
        new WarmUp(loop, new Connections(loop, server, CLIENTS * 2), paths, requests, left, done).listen();
    }

    /** Some files of the site, as a client names them. */
    public static List<String> paths(Path root) {
        List<String> paths = new ArrayList<>(List.of("/"));
        try (Stream<Path> files = Files.walk(root, DEPTH)) {
            files.filter(Files::isRegularFile)
                    .limit(FILES)
                    .map(file -> Target.Path.encode(root.relativize(file)))
                    .forEach(paths::add);
        } catch (IOException | java.io.UncheckedIOException e) {
            LOG.warn("some files cannot be read: {}", e.toString());
        }
        return paths;
    }

    private void listen() {
        server.config().setAutoRead(true);
        server.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                connections.accepted("warm-up", (EpollSocketChannel) message);
            }
        });
        loop.register(server);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).addListener((ChannelFutureListener)
                bound -> {
                    if (bound.isSuccess()) {
                        for (int i = 0; i < CLIENTS; i++) {
                            open++;
                            connect();
                        }
                    } else {
                        failed(bound.cause());
                    }
                });
    }

    private void connect() {
        new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .handler(new WarmUpClient(this::next, this::connect, this::clientDone))
                .connect(server.localAddress())
                .addListener((ChannelFutureListener) connected -> {
                    if (connected.isSuccess()) {
                        clients.add(connected.channel());
                    } else {
                        failed(connected.cause());
                    }
                });
    }

    private Optional<WarmUpRequest> next() {
        return asked < requests ? Optional.of(WarmUpRequest.of(paths, asked++)) : Optional.empty();
    }

    private void clientDone() {
        open--;
        if (open == 0) {
            finish();
        }
    }

    private void failed(Throwable cause) {
        LOG.warn("the warm-up ends early: {}", cause.toString());
        finish();
    }

    private void finish() {
        if (over) {
            return;
        }
        over = true;
        reports.cancel(false);
        timeout.cancel(false);
        asked = requests;
        clients.forEach(Channel::close);
        connections.end();
        server.close();
        done.run();
    }
}
