package lbm.worker.proxy.io;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import lbm.worker.config.Proxy;
import lbm.worker.proxy.AnswerHead;
import lbm.worker.proxy.BodyScan;
import lbm.worker.proxy.HeadEnd;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a backend: waits in the pool, has one request asked over it, or is half of a tunnel. The only
 * handler of its pipeline.
 */
final class Upstream extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
    private static final long MARGIN_SECONDS = 1;

    private final Station station;
    private final Proxy config;
    private final HeadEnd end = new HeadEnd();
    private final BodyScan body = new BodyScan();
    private @Nullable Channel channel;
    private @Nullable Exchange exchange;
    private @Nullable Tunnel tunnel;
    private @Nullable ByteBuf held;
    private boolean headDone;
    private boolean reusable;
    private boolean reused;
    private boolean pooled;
    private long idleSince;
    private long idleNanos;
    private long reads;

    Upstream(Station station, Proxy config) {
        this.station = station;
        this.config = config;
        this.idleNanos = config.waits().pool().toNanos();
    }

    Channel channel() {
        Channel it = channel;
        if (it == null) {
            throw new IllegalStateException("no channel yet");
        }
        return it;
    }

    boolean pooled() {
        return pooled;
    }

    long idleSince() {
        return idleSince;
    }

    boolean tooOld(long now) {
        return now - idleSince > idleNanos;
    }

    /** Whether it has answered another request before. */
    boolean reused() {
        return reused;
    }

    /** Goes up with whatever comes. */
    long reads() {
        return reads;
    }

    /** Changes with whatever comes, and with whatever the backend takes of what is sent. */
    long moves() {
        ChannelOutboundBuffer buffer = channel().unsafe().outboundBuffer();
        return buffer == null ? reads : reads + buffer.currentProgress() - buffer.totalPendingWriteBytes();
    }

    boolean keep(int most) {
        pooled = station.keep(this, most);
        idleSince = System.nanoTime();
        return pooled;
    }

    /** A request is asked now. */
    void begin(Exchange asked) {
        reused = pooled;
        pooled = false;
        exchange = asked;
        headDone = false;
        end.reset();
    }

    /** Two channels are one from now on. */
    void begin(Tunnel with) {
        exchange = null;
        tunnel = with;
    }

    /** What has come behind the head that switched protocols; null: nothing. */
    @Nullable
    ByteBuf takeRest() {
        ByteBuf rest = held;
        held = null;
        return rest;
    }

    /** Nobody waits for the answer any more. */
    void forget() {
        exchange = null;
        channel().close();
    }

    void leave(long spreadMillis) {
        Tunnel it = tunnel;
        if (it != null) {
            long millis = spreadMillis == 0 ? 0 : ThreadLocalRandom.current().nextLong(spreadMillis);
            channel().eventLoop().schedule(it::leave, millis, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        station.add(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        reads++;
        Tunnel through = tunnel;
        if (through != null) {
            through.fromBackend(in);
        } else if (exchange == null) {
            in.release(); // unasked: a word of goodbye, or a content longer than was said
            context.close();
        } else {
            ByteBuf before = held;
            held = before == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), before, in);
            process();
        }
    }

    private void process() {
        while (held != null && exchange != null) {
            Exchange asked = exchange;
            if (!headDone && !head(asked, held)) {
                return;
            }
            if (headDone && !body.done() && held != null && !content(asked, held)) {
                return;
            }
            if (held != null && !held.isReadable()) {
                held.release();
                held = null;
            }
            if (headDone && body.done()) {
                done(asked);
            }
        }
    }

    /** Whether there is more to look at. */
    private boolean head(Exchange asked, ByteBuf in) {
        int size = end.find(in);
        boolean tooLong = (size == HeadEnd.MORE ? in.readableBytes() : size) > config.answerHeadBytes();
        AnswerHead head = asked.answerHead();
        if (size == HeadEnd.MORE && !tooLong) {
            return false;
        }
        if (size < 0 || tooLong || !head.read(in, size)) {
            bad(asked, "an answer that cannot be read");
            return false;
        }
        end.reset();
        if (head.interim()) {
            asked.interim(head);
        } else if (head.switching()) {
            if (!asked.mayUpgrade()) {
                bad(asked, "an upgrade nobody asked for");
            } else {
                asked.switched(this, head);
            }
            return false;
        } else {
            headDone = true;
            reusable = head.reusable();
            int seconds = head.keepSeconds();
            idleNanos = config.waits().pool().toNanos();
            if (seconds > 0) {
                idleNanos = Math.min(idleNanos, TimeUnit.SECONDS.toNanos(Math.max(0, seconds - MARGIN_SECONDS)));
            }
            head.body(body, asked.toHead());
            if (!asked.answer(head, body, in)) {
                bad(asked, "a content that cannot be read");
                return false;
            }
        }
        return true;
    }

    private boolean content(Exchange asked, ByteBuf in) {
        if (!in.isReadable()) {
            return true;
        }
        if (!asked.content(body, in)) {
            bad(asked, "a content that cannot be read");
            return false;
        }
        return true;
    }

    private void bad(Exchange asked, String why) {
        exchange = null;
        channel().close();
        asked.lost(this, Exchange.Loss.BAD, why);
    }

    private void done(Exchange asked) {
        exchange = null;
        boolean clean = held == null && reusable && !body.isUntilClose() && asked.sent();
        if (clean) {
            asked.release(this);
        } else {
            channel().close();
        }
        asked.answered();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.flush();
        } else if (tunnel != null) {
            tunnel.flushClient();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.writable();
        } else if (tunnel != null) {
            tunnel.backendWritable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            if (tunnel != null) {
                tunnel.backendEnded();
            } else {
                ended("closed the connection");
                context.close();
            }
        }
    }

    private void ended(String why) {
        Exchange asked = exchange;
        if (asked == null) {
            return;
        }
        exchange = null;
        if (headDone && body.isUntilClose()) {
            asked.answered();
        } else {
            asked.lost(this, Exchange.Loss.CLOSED, why);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        station.remove(this);
        ended("closed the connection");
        if (tunnel != null) {
            tunnel.backendGone();
        }
        ReferenceCountUtil.release(held);
        held = null;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("a connection to {} is closed", station.member, cause);
        }
        Exchange asked = exchange;
        if (asked != null) {
            exchange = null;
            asked.lost(this, Exchange.Loss.CLOSED, String.valueOf(cause.getMessage()));
        }
        context.close();
    }
}
