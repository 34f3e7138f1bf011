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
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import lbm.worker.http.Status;
import lbm.worker.intake.io.Conversation;
import lbm.worker.intake.io.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of one connection, one after the other. Last in the pipeline of HTTP/1.1.
 *
 * <p>A request is answered when it is complete, so between two messages nothing is owed. While an answer waits for the
 * client to read, what follows stays undecoded and nothing more is read.
 */
final class SiteHandler extends ChannelInboundHandlerAdapter implements Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(SiteHandler.class);

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1);

    /** Up to here head and body go out in one buffer: copying is cheaper than a second piece. */
    private static final int COPIED = 8 * 1024;

    private final Channel channel;
    private final RequestDecoder decoder;
    private final SiteServer server;
    private final Exit connection;
    private final Peer peer;
    private final boolean tooMany;
    private final Patience patience;
    private @Nullable HttpRequest current;
    private long askedAt;
    private boolean streaming;
    private boolean last;
    private boolean asked;
    private boolean inputClosed;

    /**
     * The conversation on one channel.
     *
     * @param tooMany whether the client has more connections than it may: it is told so and sent away
     */
    SiteHandler(
            Channel channel, RequestDecoder decoder, SiteServer server, Exit connection, Peer peer, boolean tooMany) {
        this.channel = channel;
        this.decoder = decoder;
        this.server = server;
        this.connection = connection;
        this.peer = peer;
        this.tooMany = tooMany;
        this.patience = new Patience(server.config().limits());
    }

    @Override
    public boolean idle() {
        return decoder.between() && !streaming && !last && !inputClosed && pending() == 0;
    }

    private long pending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public boolean overdue(long now) {
        Patience.Stage stage = stage();
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        boolean writing = stage == Patience.Stage.WRITING && buffer != null;
        long taken = writing ? buffer.currentProgress() - buffer.totalPendingWriteBytes() : 0;
        boolean over = patience.isOver(now, stage, decoder.messages(), taken);
        if (over && (stage == Patience.Stage.HEAD || stage == Patience.Stage.CONTENT)) {
            refuse(current == null ? nobodys() : current, Status.REQUEST_TIMEOUT);
        }
        return over;
    }

    private Patience.Stage stage() {
        if (streaming || pending() > 0) {
            return Patience.Stage.WRITING;
        }
        if (decoder.between() || last) {
            return Patience.Stage.NEXT;
        }
        return decoder.inContent() ? Patience.Stage.CONTENT : Patience.Stage.HEAD;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (tooMany) {
            refuse(nobodys(), Status.UNAVAILABLE);
        }
    }

    /** Stands for a request that nobody has made, or not to its end. */
    private static HttpRequest nobodys() {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "");
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            begun(request);
        } else if (message instanceof HttpContent content) {
            received(content);
        }
        ReferenceCountUtil.release(message);
    }

    private void begun(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            refuse(request, Refusal.of(request.decoderResult().cause()));
            return;
        }
        Status refused = Refusal.of(request);
        long announced = HttpUtil.getContentLength(request, 0L);
        if (refused == null && announced > server.config().limits().bodyBytes()) {
            refused = Status.TOO_LARGE;
        }
        boolean expects = HttpUtil.is100ContinueExpected(request)
                && (announced > 0 || HttpUtil.isTransferEncodingChunked(request));
        if (refused == null && expects && !Answers.isRead(request.method())) {
            // No content is wanted; the client may send it all the same (RFC 9110 §10.1.1), so the connection ends.
            refused = Status.METHOD_NOT_ALLOWED;
        }
        if (refused != null) {
            refuse(request, refused);
            return;
        }
        current = request;
        if (expects) {
            channel.write(channel.alloc().directBuffer(32).writeBytes(CONTINUE));
        }
    }

    private void received(HttpContent content) {
        HttpRequest request = current;
        if (request == null) {
            return; // what follows a refused request
        }
        if (content.decoderResult().isFailure()) {
            refuse(request, Status.BAD_REQUEST);
        } else if (decoder.contentBytes() > most()) {
            refuse(request, Status.TOO_LARGE);
        } else if (content instanceof LastHttpContent) {
            current = null;
            answer(request);
        }
    }

    /** A site takes no content; what comes with a request all the same is read and dropped. Sizes of chunks count. */
    private long most() {
        long content = server.config().limits().bodyBytes();
        return Math.max(content, content + server.config().limits().headerBytes());
    }

    /** The connection cannot go on: whatever follows on it could be read in two ways. */
    private void refuse(HttpRequest request, Status status) {
        current = null;
        if (!last && channel.isActive() && !connection.closing()) {
            askedAt = System.nanoTime();
            send(request, server.answers().refusal(request, status), AnswerWriter.After.CLOSE);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
        finish();
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
        if (inputClosed && !streaming && !decoder.isWaiting()) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        decoder.resume();
    }

    private void answer(HttpRequest request) {
        askedAt = System.nanoTime();
        if (!last && !connection.closing()) {
            AnswerWriter.After after = after(request);
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
        if (after == AnswerWriter.After.CLOSE) {
            last = true;
            decoder.ignore();
        }
        Body body = answer.body();
        if (body instanceof Body.FilePart || body instanceof Body.Sequence) {
            stream(request, answer, after);
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
            channel.writeAndFlush(out).addListener(done -> end());
        } else {
            channel.write(out, channel.voidPromise());
            if (!channel.isWritable()) {
                channel.flush(); // most often the socket takes it, and what waits need not wait
            }
        }
    }

    private void stream(HttpRequest request, Answer answer, AnswerWriter.After after) {
        streaming = true;
        decoder.hold();
        long since = askedAt;
        channel.write(server.writer().head(channel.alloc(), answer, after, 0), channel.newPromise());
        if (channel.pipeline().get(SslHandler.class) != null) {
            feed(request, answer, since, after);
            return;
        }
        Pieces pieces = Pieces.of(answer.body());
        pieces.write(channel).addListener(done -> {
            long sent = done.isSuccess() ? answer.body().length() : pieces.transferred();
            server.answered(request, peer, answer, sent, System.nanoTime() - since);
            streamed(done.isSuccess(), after);
        });
    }

    /** Under TLS the kernel cannot send the file by itself. */
    private void feed(HttpRequest request, Answer answer, long since, AnswerWriter.After after) {
        new Feed(answer.body(), channel.alloc(), Feed.LARGE, new Feed.Sink() {
                    @Override
                    public ChannelFuture write(ByteBuf piece, boolean ends) {
                        return channel.writeAndFlush(piece);
                    }

                    @Override
                    public void moved() {
                        // What the socket has taken of it shows in its buffer.
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
        if (!whole) {
            channel.close(); // cut off or gone: the length that was announced cannot be kept
        } else if (after == AnswerWriter.After.CLOSE) {
            end();
        } else {
            decoder.release();
            if (inputClosed) {
                channel.eventLoop().execute(this::finish); // not before the decoder has looked at what it holds
            }
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
