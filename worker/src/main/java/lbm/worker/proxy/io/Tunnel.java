package lbm.worker.proxy.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;
import lbm.worker.proxy.FrameScan;

/**
 * Bytes both ways between a client and a backend, as fast as the slower one takes them; one side may end before the
 * other. Of a WebSocket it knows where frames begin, so that it can say goodbye between two of them.
 */
final class Tunnel {

    /** For the client to answer a close frame before the backend is told by us. */
    private static final long GRACE_MILLIS = 1000;

    private final Channel client;
    private final Channel backend;
    private final boolean webSocket;
    private final Runnable whenEnded;
    private final FrameScan down = new FrameScan();
    private final FrameScan up = new FrameScan();
    private boolean leaving;
    private boolean clientTold;
    private boolean backendTold;
    private boolean clientEnded;
    private boolean backendEnded;
    private boolean over;
    private long moved;
    private long movedSeen;
    private long movedSince;

    Tunnel(Channel client, Channel backend, boolean webSocket, Runnable whenEnded) {
        this.client = client;
        this.backend = backend;
        this.webSocket = webSocket;
        this.whenEnded = whenEnded;
    }

    void fromClient(ByteBuf in) {
        moved += in.readableBytes();
        if (webSocket) {
            up.all(in);
        }
        if (backendTold) {
            in.release();
        } else {
            toBackend(in);
        }
        if (clientTold && up.closed() && up.atBoundary()) {
            // Both have said it: the server ends the connection (RFC 6455 §7.1.1).
            shut(client);
        }
    }

    private void toBackend(ByteBuf in) {
        backend.write(in, backend.voidPromise());
        if (!backend.isWritable()) {
            backend.flush();
            client.config().setAutoRead(backend.isWritable());
        }
    }

    void fromBackend(ByteBuf in) {
        moved += in.readableBytes();
        if (clientTold) {
            in.release();
            return;
        }
        if (webSocket && leaving && !down.closed()) {
            int size = down.frame(in, in.readerIndex(), in.writerIndex());
            toClient(in.readRetainedSlice(size));
            in.release();
            tellClient();
            return;
        }
        if (webSocket) {
            down.all(in);
        }
        toClient(in);
    }

    private void toClient(ByteBuf in) {
        client.write(in, client.voidPromise());
        if (!client.isWritable()) {
            client.flush();
            backend.config().setAutoRead(client.isWritable());
        }
    }

    void flushClient() {
        client.flush();
    }

    void flushBackend() {
        backend.flush();
    }

    void clientWritable() {
        backend.config().setAutoRead(client.isWritable());
    }

    void backendWritable() {
        client.config().setAutoRead(backend.isWritable());
    }

    /** One of the two processes leaves: a WebSocket is ended between two frames; nothing else can be told. */
    void leave() {
        if (webSocket && !leaving && !over) {
            leaving = true;
            tellClient();
        }
    }

    private void tellClient() {
        if (clientTold || down.closed() || !down.atBoundary()) {
            return;
        }
        clientTold = true;
        client.writeAndFlush(Unpooled.wrappedBuffer(FrameScan.goingAway(false)), client.voidPromise());
        backend.config().setAutoRead(true); // what it sends now is dropped
        backend.eventLoop().schedule(this::tellBackend, GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The client has not answered; what it answers with is passed on else. */
    private void tellBackend() {
        if (over || backendTold || backendEnded || up.closed() || !up.atBoundary()) {
            return;
        }
        backendTold = true;
        backend.writeAndFlush(Unpooled.wrappedBuffer(FrameScan.goingAway(true)), backend.voidPromise());
        client.config().setAutoRead(true);
    }

    /** The client sends nothing more. */
    void clientEnded() {
        if (clientEnded) {
            return;
        }
        clientEnded = true;
        if (webSocket && clientTold) {
            tellBackend();
        }
        if (backendEnded) {
            end();
        } else {
            shut(backend);
        }
    }

    /** The backend sends nothing more. */
    void backendEnded() {
        if (backendEnded) {
            return;
        }
        backendEnded = true;
        if (clientEnded) {
            end();
        } else {
            shut(client);
        }
    }

    private static void shut(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) done -> {
            if (done.channel().isActive() && !((DuplexChannel) done.channel()).isOutputShutdown()) {
                ((DuplexChannel) done.channel()).shutdownOutput();
            }
        });
    }

    private void end() {
        client.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        backend.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** The client's channel is closed. */
    void clientGone() {
        backend.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        gone();
    }

    /** The backend's channel is closed. */
    void backendGone() {
        client.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        gone();
    }

    private void gone() {
        if (!over) {
            over = true;
            whenEnded.run();
        }
    }

    /** Whether nothing has moved either way for so long. */
    boolean isStill(long now, long nanos) {
        if (movedSince == 0 || moved != movedSeen) {
            movedSeen = moved;
            movedSince = now;
            return false;
        }
        return now - movedSince > nanos;
    }
}
