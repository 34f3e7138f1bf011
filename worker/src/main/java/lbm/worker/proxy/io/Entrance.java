package lbm.worker.proxy.io;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import lbm.worker.http.io.Patience;
import lbm.worker.intake.Drain;
import lbm.worker.intake.io.Conversation;
import lbm.worker.intake.io.Exit;
import lbm.worker.proxy.Origin;
import lbm.worker.proxy.ProxyHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the PROXY header of a trusted peer, then begins the real conversation behind itself. Such a connection cannot
 * move: the header is read once.
 */
final class Entrance extends ChannelInboundHandlerAdapter implements Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);

    private final Channel channel;
    private final ProxyServer server;
    private final Exit connection;
    private final Origin peer;
    private final Patience patience;
    private @Nullable Conversation inner;
    private @Nullable ByteBuf held;

    Entrance(Channel channel, ProxyServer server, Exit connection, Origin peer) {
        this.channel = channel;
        this.server = server;
        this.connection = connection;
        this.peer = peer;
        this.patience = new Patience(server.config().limits());
    }

    @Override
    public boolean idle() {
        Conversation it = inner;
        return it == null ? held == null : it.idle();
    }

    @Override
    public boolean movable() {
        return false;
    }

    @Override
    public boolean overdue(long now) {
        Conversation it = inner;
        return it == null ? patience.isOver(now, Patience.Stage.HEAD, 0, 0) : it.overdue(now);
    }

    @Override
    public void leaving(long now, Drain drain) {
        Conversation it = inner;
        if (it != null) {
            it.leaving(now, drain);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (inner != null) {
            context.fireChannelRead(in);
            return;
        }
        if (connection.closing()) {
            in.release();
            return;
        }
        ByteBuf before = held;
        ByteBuf all = before == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), before, in);
        held = all;
        ProxyHeader.Read read = ProxyHeader.read(all, peer);
        switch (read.verdict()) {
            case MORE -> {}
            case BAD -> {
                LOG.warn("{} is trusted but begins without a PROXY header", peer.address());
                drop();
                context.close();
            }
            case FINE -> {
                held = null;
                all.skipBytes(read.size());
                inner = server.converse(channel, connection, server.judged(read.origin()));
                if (all.isReadable()) {
                    context.fireChannelRead(all);
                } else {
                    all.release();
                }
            }
        }
    }

    private void drop() {
        ByteBuf it = held;
        held = null;
        if (it != null) {
            it.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        drop();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("a connection is closed", cause);
        }
        context.close();
    }
}
