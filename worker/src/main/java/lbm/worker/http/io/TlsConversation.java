package lbm.worker.http.io;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import lbm.worker.intake.io.Conversation;
import lbm.worker.intake.io.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that begins with a handshake and goes on with the version of HTTP that client and server have agreed on.
 * Between TLS and that version in the pipeline, and gone once it is known.
 */
final class TlsConversation extends ChannelInboundHandlerAdapter implements Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(TlsConversation.class);

    private final Channel channel;
    private final SiteServer server;
    private final Exit connection;
    private final Peer peer;
    private final boolean tooMany;
    private @Nullable Conversation inner;

    TlsConversation(Channel channel, SiteServer server, Exit connection, Peer peer, boolean tooMany) {
        this.channel = channel;
        this.server = server;
        this.connection = connection;
        this.peer = peer;
        this.tooMany = tooMany;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                agreed(context);
            } else {
                LOG.debug("a handshake failed: {}", String.valueOf(handshake.cause()));
                context.close();
            }
        } else if (inner == null && event instanceof io.netty.channel.socket.ChannelInputShutdownEvent) {
            context.close();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    /** A client with too many connections is sent away before it costs a handshake. */
    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (tooMany) {
            context.close();
        } else {
            context.fireChannelActive();
        }
    }

    private void agreed(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol())) {
            // HTTP/2 has no use for a client that is half there.
            ((io.netty.channel.epoll.EpollSocketChannel) channel).config().setAllowHalfClosure(false);
            Http2Conversation streams = new Http2Conversation(channel, server, connection, peer);
            context.pipeline().addLast(streams.handler());
            inner = streams;
        } else {
            RequestDecoder decoder = new RequestDecoder(server.config().limits());
            SiteHandler requests = new SiteHandler(channel, decoder, server, connection, peer, false);
            context.pipeline().addLast(decoder).addLast(requests);
            inner = requests;
        }
        context.pipeline().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // What is no TLS, or a version or certificate that one side does not take.
        if (!(cause instanceof IOException)) {
            LOG.debug("a handshake failed: {}", cause.toString());
        }
        context.close();
    }

    @Override
    public boolean idle() {
        return inner != null && inner.idle();
    }

    @Override
    public boolean movable() {
        return false;
    }

    /** The handshake has a deadline of its own. */
    @Override
    public boolean overdue(long now) {
        return inner != null && inner.overdue(now);
    }

    @Override
    public void farewell(Runnable shut) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null || inner == null) {
            shut.run();
        } else {
            inner.farewell(() -> tls.closeOutbound().addListener(said -> shut.run()));
        }
    }
}
