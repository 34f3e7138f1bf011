package lbm.worker.it;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import lbm.worker.link.BackendParts;
import lbm.worker.link.Message;
import lbm.worker.link.Received;
import lbm.worker.link.Sent;
import lbm.worker.link.io.LinkPipeline;
import org.jspecify.annotations.Nullable;

/** The manager's half of hand-off and migration, as small as the protocol allows; it starts no process. */
final class FakeManager implements AutoCloseable {

    static final String LISTENER = "127.0.0.1:0";

    /** This manager's copy of what it sends. A listener is shared: its copy stays. */
    record Copy(FileDescriptor descriptor, boolean shared) {}

    /** A worker as this manager sees it. */
    static final class Backend {
        final Channel link;
        final Message.Hello hello;
        final List<Message> said = new ArrayList<>();
        final Sent<Copy> sent = new Sent<>(Sent.WINDOW);
        final Received<FileDescriptor> received = new Received<>();

        @Nullable
        Channel lane;

        boolean ready;
        boolean draining;
        boolean expectsListener;
        int underWay;

        Backend(Channel link, Message.Hello hello) {
            this.link = link;
            this.hello = hello;
        }

        void give(Copy copy) {
            sent.offer(copy);
            pump();
        }

        void pump() {
            Channel to = lane;
            if (to != null) {
                for (var next = sent.next(); next.isPresent(); next = sent.next()) {
                    to.write(next.get().descriptor());
                    underWay += next.get().shared() ? 0 : 1;
                }
                to.flush();
            }
        }
    }

    final Path link;
    private final Path lanePath;
    private final EventLoop loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()).next();
    private final List<Channel> servers = new ArrayList<>();
    private final List<Channel> children = new ArrayList<>();
    final List<Backend> backends = new ArrayList<>();
    private final List<Backend> known = new ArrayList<>();
    private final Queue<FileDescriptor> homeless = new ArrayDeque<>();
    private @Nullable EpollServerSocketChannel listener;
    private int next;
    private long migrated;
    private long handedOff;
    private long answered;

    /** What a worker that is a proxy is told to stand before; null: it is told nothing. */
    volatile @Nullable List<Message.Backend> behind;

    /** While set a worker's heartbeats are not answered. */
    volatile boolean mute;

    /** Opens a listener, or none when the first worker is to give its own. */
    FakeManager(Path home, int port) throws Exception {
        link = home.resolve("link.sock");
        lanePath = home.resolve("lane.sock");
        Files.deleteIfExists(link);
        Files.deleteIfExists(lanePath);
        if (port >= 0) {
            EpollServerSocketChannel channel = new EpollServerSocketChannel();
            own(channel);
            loop.register(channel).sync();
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .sync();
        }
        servers.add(server(lanePath, DomainSocketReadMode.FILE_DESCRIPTORS, this::laneOpened));
        servers.add(server(link, DomainSocketReadMode.BYTES, this::linkOpened));
    }

    private void own(EpollServerSocketChannel channel) {
        channel.config().setAutoRead(false);
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                give(((EpollSocketChannel) message).fd());
            }
        });
        listener = channel;
    }

    private interface Opened {
        void accept(EpollDomainSocketChannel channel) throws IOException;
    }

    private Channel server(Path path, DomainSocketReadMode mode, Opened opened) throws InterruptedException {
        return new ServerBootstrap()
                .group(loop)
                .channel(EpollServerDomainSocketChannel.class)
                .childOption(EpollChannelOption.DOMAIN_SOCKET_READ_MODE, mode)
                // As the real one: what a worker acknowledged before it ended is read although it takes no answer.
                .childOption(ChannelOption.AUTO_CLOSE, false)
                .childHandler(new ChannelInitializer<EpollDomainSocketChannel>() {
                    @Override
                    protected void initChannel(EpollDomainSocketChannel channel) throws IOException {
                        children.add(channel);
                        opened.accept(channel);
                    }
                })
                .bind(new DomainSocketAddress(path.toString()))
                .sync()
                .channel();
    }

    private void linkOpened(EpollDomainSocketChannel channel) {
        Backend[] its = new Backend[1];
        LinkPipeline.install(channel.pipeline(), message -> {
            if (message instanceof Message.Hello hello) {
                Backend backend = new Backend(channel, hello);
                its[0] = backend;
                backends.add(backend);
                known.add(backend);
                boolean give = listener == null;
                backend.expectsListener = give;
                LinkPipeline.say(
                        channel,
                        new Message.Welcome(List.of(new Message.Lane(LISTENER, lanePath.toString(), give)), 100));
                List<Message.Backend> list = behind;
                if (list != null) {
                    BackendParts.of(list).forEach(part -> LinkPipeline.say(channel, part));
                }
            } else if (its[0] != null) {
                heard(its[0], message);
            }
        });
        channel.closeFuture().addListener(closed -> lost(its[0]));
    }

    private void heard(Backend backend, Message message) {
        if (message instanceof Message.Heartbeat beat) {
            if (!mute) {
                answered = System.nanoTime();
                LinkPipeline.say(backend.link, new Message.Pulse(beat.seq()));
            }
            backend.said.removeIf(it -> it instanceof Message.Heartbeat);
        } else if (message instanceof Message.Ready) {
            backend.ready = true;
            while (!homeless.isEmpty()) {
                give(homeless.remove());
            }
            accept();
        } else if (message instanceof Message.Ack ack) {
            for (Copy copy : backend.sent.acknowledged(ack.count())) {
                backend.underWay -= copy.shared() ? 0 : 1;
                closeCopy(copy);
            }
            backend.pump();
        }
        backend.said.add(message);
    }

    private void laneOpened(EpollDomainSocketChannel channel) throws IOException {
        int pid = channel.peerCredentials().pid();
        Backend backend = backends.stream()
                .filter(it -> it.hello.pid() == pid && it.link.isActive())
                .findFirst()
                .orElseThrow();
        backend.lane = channel;
        if (!backend.hello.holds().contains(LISTENER) && listener != null) {
            // Its own copy stays open: a listener is shared, not given away.
            Copy shared = new Copy(listener.fd(), true);
            channel.eventLoop().execute(() -> backend.give(shared));
        }
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
                if (backend.expectsListener) {
                    backend.expectsListener = false;
                    backend.received.addListener();
                    EpollServerSocketChannel adopted =
                            new EpollServerSocketChannel(((FileDescriptor) message).intValue());
                    own(adopted);
                    // The worker may have said that it is ready on the link before its listener came over the lane.
                    loop.register(adopted).addListener(done -> accept());
                } else {
                    backend.received.add((FileDescriptor) message);
                }
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                context.close(); // a worker that was killed
            }

            @Override
            public void channelReadComplete(ChannelHandlerContext context) {
                backend.received
                        .batch()
                        .ifPresent(batch -> LinkPipeline.say(backend.link, new Message.Ack(LISTENER, batch.count()))
                                .addListener(written -> {
                                    migrated += batch.items().size();
                                    batch.items().forEach(FakeManager.this::give);
                                }));
            }
        });
    }

    private void lost(@Nullable Backend backend) {
        if (backend != null) {
            backends.remove(backend);
            backend.sent.takeBack().stream().filter(it -> !it.shared()).forEach(it -> give(it.descriptor()));
            accept();
        }
    }

    private void give(FileDescriptor descriptor) {
        List<Backend> able =
                backends.stream().filter(it -> it.ready && !it.draining).toList();
        if (able.isEmpty()) {
            homeless.add(descriptor);
        } else {
            able.get(next++ % able.size()).give(new Copy(descriptor, false));
        }
    }

    private void closeCopy(Copy copy) {
        if (!copy.shared()) {
            handedOff++;
            try {
                copy.descriptor().close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private void accept() {
        EpollServerSocketChannel channel = listener;
        if (channel != null) {
            channel.config().setAutoRead(backends.stream().anyMatch(it -> it.ready && !it.draining));
        }
    }

    /** Runs on the loop and waits. */
    <T> T on(Callable<T> action) {
        try {
            return loop.submit(action).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return on(() -> {
            EpollServerSocketChannel channel = listener;
            return channel == null ? -1 : channel.localAddress().getPort();
        });
    }

    long ready() {
        return on(() -> backends.stream().filter(it -> it.ready && !it.draining).count());
    }

    long migrated() {
        return on(() -> migrated);
    }

    /** Tells a worker to leave, after having taken it out of the choice. */
    void drain(long pid, boolean migrate, long deadlineMillis) {
        on(() -> {
            for (Backend backend : backends) {
                if (backend.hello.pid() == pid) {
                    backend.draining = true;
                    accept();
                    LinkPipeline.say(backend.link, new Message.Drain(migrate, deadlineMillis));
                }
            }
            return 0;
        });
    }

    void say(Message message) {
        on(() -> {
            backends.forEach(it -> LinkPipeline.say(it.link, message));
            return 0;
        });
    }

    /** Gives every proxy another list, and those that come. */
    void behind(Message.Backend... list) {
        List<Message.Backend> whole = List.of(list);
        behind = whole;
        BackendParts.of(whole).forEach(this::say);
    }

    /** What a worker has said, heartbeats but the last left out; also one that has gone. */
    List<Message> said(long pid) {
        return on(() -> known.stream()
                .filter(it -> it.hello.pid() == pid)
                .flatMap(it -> it.said.stream())
                .toList());
    }

    List<Message.Hello> hellos() {
        return on(() -> backends.stream().map(it -> it.hello).toList());
    }

    /** Connections a worker was sent and has not acknowledged; its listener may be under way beside them. */
    int underWay(long pid) {
        return on(() -> backends.stream()
                .filter(it -> it.hello.pid() == pid)
                .mapToInt(it -> it.underWay)
                .sum());
    }

    /** Gives up a worker: says so, closes the link, gives what it did not acknowledge to another one. */
    void refuse(long pid) {
        on(() -> {
            for (Backend backend : List.copyOf(backends)) {
                if (backend.hello.pid() == pid) {
                    LinkPipeline.say(backend.link, new Message.Refused("hung"));
                    backend.link.close();
                }
            }
            return 0;
        });
    }

    /**
     * A manager in its own process, which a test can kill. Writes its port into the home, and again and again how many
     * connections are under way.
     */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        FakeManager manager = new FakeManager(home, 0);
        tell(home, "port", manager.port());
        while (true) {
            tell(
                    home,
                    "under-way",
                    manager.on(() -> manager.backends.stream()
                            .mapToInt(it -> it.underWay)
                            .sum()));
            Thread.sleep(50);
        }
    }

    private static void tell(Path home, String name, int number) throws IOException {
        Files.writeString(home.resolve(name + ".new"), Integer.toString(number));
        Files.move(home.resolve(name + ".new"), home.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Accepts no more, but goes on with everything else, like a manager that leaves. */
    void acceptNoMore() {
        on(() -> {
            EpollServerSocketChannel channel = listener;
            if (channel != null) {
                channel.config().setAutoRead(false);
            }
            return 0;
        });
    }

    /**
     * Accepts no more and answers no more, like a manager whose loop hangs.
     *
     * @return when it answered last, by {@link System#nanoTime}
     */
    long hang() {
        acceptNoMore();
        return on(() -> {
            mute = true;
            return answered;
        });
    }

    /** Goes on after {@link #hang}. */
    void goOn() {
        on(() -> {
            mute = false;
            accept();
            return 0;
        });
    }

    /** Listeners a worker has acknowledged. */
    long listeners(long pid) {
        return on(() -> backends.stream()
                .filter(it -> it.hello.pid() == pid && it.said.contains(new Message.Ack(LISTENER, 1)))
                .count());
    }

    /** Connections that workers have acknowledged. */
    long handedOff() {
        return on(() -> handedOff);
    }

    /** Vanishes: every socket at once, as the kernel does it for a killed process. */
    @Override
    public void close() {
        try {
            on(() -> {
                backends.clear();
                EpollServerSocketChannel channel = listener;
                if (channel != null) {
                    channel.close();
                }
                servers.forEach(Channel::close);
                children.forEach(Channel::close);
                return 0;
            });
            loop.parent()
                    .shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.SECONDS)
                    .sync();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
