package lbm.worker.proxy.io;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lbm.worker.config.Ip;
import lbm.worker.config.Proxy;
import lbm.worker.intake.io.Conversation;
import lbm.worker.proxy.Member;
import lbm.worker.proxy.Origin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's connection in TCP mode: gets a backend, then is one with it. Nothing of it is read before. */
final class TcpSide extends ChannelInboundHandlerAdapter implements Conversation, Stations.Dialer, ProxyServer.Waiter {

    private static final Logger LOG = LoggerFactory.getLogger(TcpSide.class);

    private final Channel channel;
    private final ProxyServer server;
    private final Origin origin;
    private final boolean tooMany;
    private final List<Member> tried = new ArrayList<>();
    private @Nullable Member member;
    private @Nullable Tunnel tunnel;
    private @Nullable ByteBuf held;
    private boolean waiting;
    private boolean started;
    private boolean inputClosed;
    private long since;

    TcpSide(Channel channel, ProxyServer server, Origin origin, boolean tooMany) {
        this.channel = channel;
        this.server = server;
        this.origin = origin;
        this.tooMany = tooMany;
        channel.config().setAutoRead(false);
    }

    /** One that waits for a backend has said nothing that would be lost by moving. */
    @Override
    public boolean idle() {
        return waiting && held == null;
    }

    @Override
    public boolean overdue(long now) {
        Tunnel through = tunnel;
        if (through != null
                && through.isStill(now, server.config().waits().tunnel().toNanos())) {
            channel.close();
        } else if (waiting && now - since > server.config().waits().queue().toNanos()) {
            channel.close();
        }
        return false;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (channel.isActive() && channel.isRegistered()) {
            start();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        start();
    }

    private void start() {
        if (started) {
            return; // it came back from a move
        }
        started = true;
        since = System.nanoTime();
        if (tooMany) {
            channel.close();
        } else {
            go();
        }
    }

    @Override
    public void goOn() {
        if (waiting) {
            go();
        }
    }

    private void go() {
        waiting = false;
        boolean sticky = server.config().sticky() == Proxy.Sticky.ADDRESS;
        Member found = sticky
                ? server.fleet().pick(Ip.of(origin.client().getAddress()), tried)
                : server.fleet().pick(tried);
        if (found != null) {
            member = found;
            server.fleet().began(found);
            server.stations().connect(found, this);
        } else if (tried.isEmpty() && server.waits(this)) {
            waiting = true;
        } else {
            server.counters().answered(502, 0);
            channel.close();
        }
    }

    @Override
    public void connected(Upstream upstream) {
        Member asked = member;
        if (asked == null || !channel.isActive()) {
            upstream.channel().close();
            return;
        }
        member = null;
        server.fleet().succeeded(asked);
        server.counters().answered(200, 0);
        server.counters().took(System.nanoTime() - since);
        server.greet(upstream.channel(), origin);
        Tunnel through = new Tunnel(channel, upstream.channel(), false, () -> server.left(asked));
        tunnel = through;
        upstream.begin(through);
        ByteBuf before = held;
        held = null;
        if (before != null) {
            through.fromClient(before);
        }
        through.flushBackend();
        if (inputClosed) {
            through.clientEnded();
        }
        channel.config().setAutoRead(true);
    }

    @Override
    public void refused(Throwable cause, boolean timeout) {
        Member asked = member;
        if (asked == null) {
            return;
        }
        member = null;
        server.left(asked);
        server.failed(asked, String.valueOf(cause.getMessage()));
        tried.add(asked);
        if (channel.isActive()) {
            go();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        Tunnel through = tunnel;
        if (through != null) {
            through.fromClient(in);
        } else {
            // What came with a PROXY header, or before reading stopped.
            ByteBuf before = held;
            held = before == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), before, in);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (tunnel != null) {
            tunnel.flushBackend();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (tunnel != null) {
            tunnel.clientWritable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed = true;
            if (tunnel != null) {
                tunnel.clientEnded();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        server.waitsNoMore(this);
        waiting = false;
        Member asked = member;
        member = null;
        if (asked != null) {
            server.left(asked);
        }
        if (tunnel != null) {
            tunnel.clientGone();
        }
        ByteBuf it = held;
        held = null;
        if (it != null) {
            it.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("a connection is closed", cause);
        }
        context.close();
    }
}
