package lbm.worker.proxy.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import lbm.worker.config.Limits;
import lbm.worker.http.Status;
import lbm.worker.http.io.Patience;
import lbm.worker.intake.Drain;
import lbm.worker.intake.io.Conversation;
import lbm.worker.intake.io.Exit;
import lbm.worker.proxy.HeadEnd;
import lbm.worker.proxy.Onward;
import lbm.worker.proxy.Origin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection in HTTP mode: reads one request after the other and has each one passed on. While one is under
 * way what follows stays bytes. The only handler of its pipeline, save the one that reads a PROXY header.
 */
final class ClientSide extends ChannelInboundHandlerAdapter implements Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(ClientSide.class);

    private final Channel channel;
    private final ProxyServer server;
    private final Exit connection;
    private final Origin origin;
    private final boolean tooMany;
    private final HeadEnd end = new HeadEnd();
    private final Exchange exchange;
    private final Onward onward;
    private final Patience patience;
    private @Nullable ByteBuf held;
    private @Nullable Tunnel tunnel;
    private boolean processing;
    private boolean last;
    private boolean asked;
    private boolean inputClosed;
    private boolean leaving;
    private long requests;

    /**
     * The conversation on one channel.
     *
     * @param tooMany whether the client has more connections than it may: it is told so and sent away
     */
    ClientSide(Channel channel, ProxyServer server, Exit connection, Origin origin, boolean tooMany) {
        this.channel = channel;
        this.server = server;
        this.connection = connection;
        this.origin = origin;
        this.tooMany = tooMany;
        this.exchange = new Exchange(this, channel, server);
        this.onward =
                new Onward(origin, server.config().forwarded(), server.config().via());
        this.patience = new Patience(server.config().limits());
    }

    Origin origin() {
        return origin;
    }

    boolean lastAnswer() {
        return inputClosed || connection.lastAnswer();
    }

    // ---- Conversation

    @Override
    public boolean idle() {
        return exchange.idle() && tunnel == null && held == null && !last && !inputClosed && pending() == 0;
    }

    private long pending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public boolean overdue(long now) {
        Tunnel through = tunnel;
        if (through != null) {
            if (through.isStill(now, server.config().waits().tunnel().toNanos())) {
                channel.close();
            }
            return false;
        }
        exchange.watch(now);
        Patience.Stage stage = stage();
        if (stage == null) {
            return false;
        }
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        boolean writing = stage == Patience.Stage.WRITING && buffer != null;
        long progress = writing
                ? buffer.currentProgress() - buffer.totalPendingWriteBytes()
                : stage == Patience.Stage.CONTENT ? exchange.received() : 0;
        if (!patience.isOver(now, stage, requests, progress)) {
            return false;
        }
        switch (stage) {
            case HEAD -> refuse(Status.REQUEST_TIMEOUT);
            case CONTENT -> {
                exchange.timeout();
                return false;
            }
            case WRITING -> {
                channel.close(); // an orderly end would wait for it too
                return false;
            }
            case NEXT -> {}
        }
        return true;
    }

    /** What the client is waited for; null: it is not. */
    private Patience.@Nullable Stage stage() {
        if (pending() > 0) {
            return Patience.Stage.WRITING;
        }
        if (exchange.idle()) {
            return held == null || last ? Patience.Stage.NEXT : Patience.Stage.HEAD;
        }
        return exchange.wants() ? Patience.Stage.CONTENT : null;
    }

    @Override
    public void leaving(long now, Drain drain) {
        Tunnel through = tunnel;
        if (through != null && !leaving) {
            leaving = true;
            long most = Math.min(server.config().waits().drainSpread().toNanos(), (drain.deadline() - now) / 2);
            long wait = most <= 0 ? 0 : ThreadLocalRandom.current().nextLong(most);
            channel.eventLoop().schedule(through::leave, wait, TimeUnit.NANOSECONDS);
        }
    }

    // ---- what the client sends

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (channel.isActive() && channel.isRegistered()) {
            started();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        started();
    }

    private void started() {
        if (tooMany) {
            refuse(Status.UNAVAILABLE);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        Tunnel through = tunnel;
        if (through != null) {
            through.fromClient(in);
            return;
        }
        if (last || connection.closing()) {
            in.release(); // nothing more is answered
            return;
        }
        ByteBuf before = held;
        held = before == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), before, in);
        process();
    }

    /** Looks at what is there, as far as something can be done with it now. */
    void process() {
        if (processing) {
            return;
        }
        processing = true;
        try {
            boolean more = true;
            while (more && held != null && !last) {
                if (tunnel != null) {
                    ByteBuf rest = held;
                    held = null;
                    tunnel.fromClient(rest);
                    tunnel.flushBackend();
                    break;
                }
                if (exchange.idle()) {
                    more = channel.isWritable() && request(held);
                } else {
                    more = exchange.wants() && exchange.send(held);
                }
                dropRead();
            }
        } finally {
            processing = false;
        }
        if (last) {
            drop();
        } else if (tunnel == null) {
            exchange.flushUpstream();
            regulate();
        }
    }

    private void dropRead() {
        if (held != null && !held.isReadable()) {
            drop();
        }
    }

    private void drop() {
        ByteBuf it = held;
        held = null;
        if (it != null) {
            it.release();
        }
    }

    /** Whether the socket is read on: never while what came cannot be used. */
    private void regulate() {
        if (connection.closing()) {
            return;
        }
        boolean reads = exchange.idle() ? channel.isWritable() : held == null && exchange.reads();
        if (channel.config().isAutoRead() != reads) {
            channel.config().setAutoRead(reads);
        }
    }

    /** A request's head; false: it is not complete, or none. */
    private boolean request(ByteBuf in) {
        int size = end.find(in);
        if (size == 2) {
            in.skipBytes(2); // an empty line before a request (RFC 9112 §2.2)
            end.reset();
            return true;
        }
        Limits limits = server.config().limits();
        int line = end.firstLine() == HeadEnd.MORE ? in.readableBytes() : end.firstLine();
        int all = size < 0 ? in.readableBytes() : size;
        Status refused = size == HeadEnd.BAD ? Status.BAD_REQUEST : null;
        if (line > limits.lineBytes()) {
            refused = Status.TARGET_TOO_LONG;
        } else if (all - line > limits.headerBytes() + 4) {
            refused = Status.HEADERS_TOO_LARGE;
        }
        if (refused == null && size > 0) {
            refused = server.requestHead().read(in, size);
        }
        if (refused != null) {
            refuse(refused);
            return false;
        }
        if (size < 0) {
            return false;
        }
        end.reset();
        requests++;
        asked = !server.requestHead().keepAlive();
        exchange.begin(server.requestHead(), size, onward);
        return true;
    }

    /** The connection cannot go on: whatever follows on it could be read in two ways. */
    private void refuse(Status status) {
        if (!last && channel.isActive() && !connection.closing()) {
            server.counters().answered(status.code(), 0);
            channel.write(server.replies().write(channel.alloc(), status, false, false, true), channel.voidPromise());
            asked = false;
            lastAnswered();
        }
    }

    // ---- answers

    /** An answer is written; the connection ends or goes on. */
    void answered(boolean ends) {
        if (ends || inputClosed) {
            lastAnswered();
            return;
        }
        channel.flush();
        process();
        if (exchange.idle()) {
            connection.answered();
        }
    }

    private void lastAnswered() {
        last = true;
        boolean complete = asked && held == null;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
            if (complete) {
                connection.closeAsAsked();
            } else {
                connection.close();
            }
        });
        if (!processing) {
            drop();
        }
    }

    /** An answer broke off: what is there of it is still sent. */
    void cut() {
        last = true;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    void begin(Tunnel through) {
        tunnel = through;
        channel.config().setAutoRead(true);
    }

    // ---- the channel

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        Tunnel through = tunnel;
        if (through != null) {
            through.flushBackend();
        } else if (exchange.idle()) {
            connection.answered();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (tunnel != null) {
            tunnel.clientWritable();
        } else {
            exchange.regulate();
            process();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed = true;
            if (tunnel != null) {
                tunnel.clientEnded();
            } else if (exchange.idle()) {
                // It asks nothing more, or not to the end.
                channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            } else if (!exchange.sent() && held == null) {
                channel.close(); // the rest of the content will never come
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        last = true;
        exchange.abort();
        if (tunnel != null) {
            tunnel.clientGone();
        }
        drop();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("a connection is closed", cause);
        }
        context.close();
    }
}
