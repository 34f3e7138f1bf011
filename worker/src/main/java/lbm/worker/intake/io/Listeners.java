package lbm.worker.intake.io;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lbm.worker.link.io.Traveller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The duplicates of listeners this worker holds, and its own accept while no manager does it. */
public final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    /** Workers that accept on the same listener wake together; a small bite leaves something for the others. */
    private static final int BITE = 2;

    /** After a failed accept (no descriptor left): the connection waits in the kernel meanwhile. */
    private static final long PAUSE_MILLIS = 500;

    private final EventLoop loop;
    private final Connections connections;
    private final Map<String, EpollServerSocketChannel> held = new LinkedHashMap<>();
    private boolean accepting;
    private boolean full;

    public Listeners(EventLoop loop, Connections connections) {
        this.loop = loop;
        this.connections = connections;
    }

    public List<String> names() {
        return List.copyOf(held.keySet());
    }

    public boolean holds(String name) {
        return held.containsKey(name);
    }

    /** Keeps a duplicate for as long as this process lives. */
    public void keep(String name, FileDescriptor descriptor) {
        EpollServerSocketChannel channel = new EpollServerSocketChannel(descriptor.intValue());
        channel.config().setAutoRead(false);
        channel.config().setRecvByteBufAllocator(new ServerChannelRecvByteBufAllocator().maxMessagesPerRead(BITE));
        channel.pipeline().addLast(new Acceptor(name));
        held.put(name, channel);
        loop.register(channel).addListener(done -> apply(channel));
    }

    /** The duplicate of a listener, to be given to a manager; it stays held here. */
    public Traveller traveller(String name) {
        EpollServerSocketChannel channel = held.get(name);
        if (channel == null) {
            throw new IllegalStateException("no listener " + name + " is held");
        }
        return new Traveller() {
            @Override
            public FileDescriptor descriptor() {
                return channel.fd();
            }

            @Override
            public void arrived() {}

            @Override
            public void returned() {}
        };
    }

    /** Whether this worker accepts by itself. */
    public void accept(boolean accept) {
        accepting = accept;
        held.values().forEach(this::apply);
    }

    /** Whether there is no room for more connections. */
    public void full(boolean isFull) {
        full = isFull;
        held.values().forEach(this::apply);
    }

    private void apply(EpollServerSocketChannel channel) {
        channel.config().setAutoRead(accepting && !full);
    }

    private final class Acceptor extends ChannelInboundHandlerAdapter {

        private final String name;

        Acceptor(String name) {
            this.name = name;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            connections.accepted(name, (EpollSocketChannel) message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.warn("accepting on {} pauses: {}", name, cause.toString());
            EpollServerSocketChannel channel = (EpollServerSocketChannel) context.channel();
            channel.config().setAutoRead(false);
            loop.schedule(() -> apply(channel), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
