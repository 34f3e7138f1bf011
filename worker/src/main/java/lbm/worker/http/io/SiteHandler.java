package lbm.worker.http.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import lbm.worker.http.Status;
import lbm.worker.intake.io.Conversation;
import lbm.worker.intake.io.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of one connection, one after the other. Last in the pipeline.
 *
 * <p>A request is answered when it is complete, so between two messages nothing is owed. While an answer waits for the
 * client to read, the following requests wait in turn and nothing more is read.
 */
final class SiteHandler extends ChannelInboundHandlerAdapter implements Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(SiteHandler.class);

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1);

    /** Up to here head and body go out in one buffer: copying is cheaper than a second piece. */
    private static final int COPIED = 8 * 1024;

    /** A site takes no content; what comes with a request all the same is read and dropped up to here. */
    private static final long CONTENT_LIMIT = 1024 * 1024;

    private final Channel channel;
    private final RequestDecoder decoder;
    private final SiteServer server;
    private final Exit connection;
    private final Peer peer;
    private final Patience patience = new Patience();
    private final Queue<HttpRequest> waiting = new ArrayDeque<>(0);
    private @Nullable HttpRequest current;
    private long contentLength;
    private long askedAt;
    private boolean streaming;
    private boolean last;
    private boolean asked;
    private boolean inputClosed;

    SiteHandler(Channel channel, RequestDecoder decoder, SiteServer server, Exit connection, Peer peer) {
        this.channel = channel;
        this.decoder = decoder;
        this.server = server;
        this.connection = connection;
        this.peer = peer;
    }

    @Override
    public boolean idle() {
        return decoder.between() && !streaming && !last && !inputClosed && waiting.isEmpty() && pending() == 0;
    }

    private long pending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public boolean overdue(long now) {
        return patience.isOver(now, channel.unsafe().outboundBuffer(), streaming, decoder.between());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            if (request.decoderResult().isFailure()) {
                refuse(request, Refusal.of(request.decoderResult().cause()));
                return;
            }
            current = request;
            contentLength = 0;
            if (HttpUtil.is100ContinueExpected(request)) {
                refuseContent(request);
            }
        }
        if (message instanceof HttpContent content) {
            received(content);
        }
    }

    private void received(HttpContent content) {
        contentLength += content.content().readableBytes();
        boolean bad = content.decoderResult().isFailure();
        content.release();
        HttpRequest request = current;
        if (request == null) {
            return; // what follows a refused request
        }
        if (bad) {
            refuse(request, Status.BAD_REQUEST);
        } else if (contentLength > CONTENT_LIMIT) {
            refuse(request, Status.TOO_LARGE);
        } else if (content instanceof LastHttpContent) {
            current = null;
            if (ahead()) {
                waiting.add(request);
            } else {
                answer(request);
            }
        }
    }

    /** Whether something is to be sent before the next answer. */
    private boolean ahead() {
        return streaming || !waiting.isEmpty() || !channel.isWritable();
    }

    /** No content is wanted: 417, and the connection ends, since the client may send it or not (RFC 9110 §10.1.1). */
    private void refuseContent(HttpRequest request) {
        if (HttpUtil.getContentLength(request, 0L) > CONTENT_LIMIT || !Answers.isRead(request.method())) {
            refuse(request, Answers.isRead(request.method()) ? Status.TOO_LARGE : Status.METHOD_NOT_ALLOWED);
        } else {
            channel.write(channel.alloc().directBuffer(32).writeBytes(CONTINUE));
        }
    }

    /** The connection cannot go on: whatever follows on it could be read in two ways. */
    private void refuse(HttpRequest request, Status status) {
        current = null;
        if (!last) {
            askedAt = System.nanoTime();
            send(request, server.answers().refusal(status), AnswerWriter.After.CLOSE);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
        if (!waiting.isEmpty()) {
            channel.config().setAutoRead(false);
        }
        connection.answered();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed = true;
            finish();
        }
    }

    /** The client asks nothing more: what it has asked for is still sent, then the connection ends. */
    private void finish() {
        if (inputClosed && waiting.isEmpty() && !streaming) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        resume();
    }

    /** Answers what has waited, as far as the client reads. */
    private void resume() {
        if (waiting.isEmpty() || streaming || !channel.isWritable()) {
            return;
        }
        while (!waiting.isEmpty() && !streaming && channel.isWritable()) {
            answer(waiting.remove());
        }
        channel.flush();
        if (waiting.isEmpty() && !last) {
            channel.config().setAutoRead(true);
        }
        finish();
    }

    private void answer(HttpRequest request) {
        patience.touch();
        askedAt = System.nanoTime();
        if (last || connection.closing()) {
            return; // the end has been said
        }
        AnswerWriter.After after = after(request);
        Status refused = Refusal.of(request);
        if (refused != null) {
            send(request, server.answers().refusal(refused), AnswerWriter.After.CLOSE);
        } else {
            send(request, server.answers().to(request, peer), after);
        }
    }

    /** The last answer is out. */
    private void end() {
        if (asked && decoder.between()) {
            connection.closeAsAsked();
        } else {
            connection.close();
        }
    }

    private AnswerWriter.After after(HttpRequest request) {
        asked = !HttpUtil.isKeepAlive(request);
        if (asked || connection.lastAnswer()) {
            return AnswerWriter.After.CLOSE;
        }
        return request.protocolVersion().equals(HttpVersion.HTTP_1_0)
                ? AnswerWriter.After.GO_ON_SAID
                : AnswerWriter.After.GO_ON;
    }

    private void send(HttpRequest request, Answer answer, AnswerWriter.After after) {
        Body body = answer.body();
        if (body instanceof Body.FilePart file) {
            stream(request, answer, file, after);
            return;
        }
        int length = (int) body.length();
        boolean copied = length <= COPIED;
        ByteBuf out = server.writer().head(channel.alloc(), answer, after, copied ? length : 0);
        if (body instanceof Body.Text text) {
            out.writeBytes(text.bytes());
        } else if (body instanceof Body.Memory memory && copied) {
            out.writeBytes(memory.kept(), memory.from(), length);
        } else if (body instanceof Body.Memory memory) {
            channel.write(out, channel.voidPromise());
            out = memory.kept().slice(memory.from(), length);
        }
        server.answered(request, peer, answer, length, System.nanoTime() - askedAt);
        if (after == AnswerWriter.After.CLOSE) {
            last = true;
            channel.writeAndFlush(out).addListener(done -> end());
        } else {
            channel.write(out, channel.voidPromise());
        }
    }

    private void stream(HttpRequest request, Answer answer, Body.FilePart file, AnswerWriter.After after) {
        streaming = true;
        last |= after == AnswerWriter.After.CLOSE;
        long since = askedAt;
        channel.write(server.writer().head(channel.alloc(), answer, after, 0), channel.newPromise());
        if (channel.pipeline().get(SslHandler.class) != null) {
            feed(request, answer, since, after);
            return;
        }
        DefaultFileRegion region = new DefaultFileRegion(file.open(), file.from(), file.length());
        // Its count must be readable when the channel has released it.
        channel.writeAndFlush(region).addListener(done -> {
            server.answered(request, peer, answer, region.transferred(), System.nanoTime() - since);
            streamed(done.isSuccess(), after);
        });
    }

    /** Under TLS the kernel cannot send the file by itself. */
    private void feed(HttpRequest request, Answer answer, long since, AnswerWriter.After after) {
        new Feed(answer.body(), channel.alloc(), new Feed.Sink() {
                    @Override
                    public ChannelFuture write(ByteBuf piece, boolean ends) {
                        return channel.writeAndFlush(piece);
                    }

                    @Override
                    public void moved() {
                        patience.touch();
                    }

                    @Override
                    public void done(boolean whole, long bytes) {
                        server.answered(request, peer, answer, bytes, System.nanoTime() - since);
                        streamed(whole, after);
                    }
                })
                .go();
    }

    private void streamed(boolean whole, AnswerWriter.After after) {
        streaming = false;
        patience.touch();
        if (!whole) {
            channel.close(); // cut off or gone: the length that was announced cannot be kept
        } else if (after == AnswerWriter.After.CLOSE) {
            end();
        } else {
            resume();
            finish();
            connection.answered();
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
