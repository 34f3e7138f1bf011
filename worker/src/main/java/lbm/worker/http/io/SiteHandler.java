package lbm.worker.http.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import lbm.worker.content.Conditions;
import lbm.worker.content.Fallback;
import lbm.worker.content.Lookup;
import lbm.worker.content.Representation;
import lbm.worker.content.Selection;
import lbm.worker.content.io.StoredFile;
import lbm.worker.http.Health;
import lbm.worker.http.Refusal;
import lbm.worker.http.Reply;
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

    /** Up to here head and body go out in one buffer: copying is cheaper than a second piece. */
    private static final int COPIED = 8 * 1024;

    /** A site takes no content; what comes with a request all the same is read and dropped up to here. */
    private static final long CONTENT_LIMIT = 1024 * 1024;

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(75);
    private static final long REQUEST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Channel channel;
    private final RequestDecoder decoder;
    private final SiteServer server;
    private final Exit connection;
    private final Queue<HttpRequest> waiting = new ArrayDeque<>(0);
    private @Nullable HttpRequest current;
    private long contentLength;
    private boolean streaming;
    private boolean last;
    private boolean asked;
    private boolean inputClosed;
    private boolean touched = true;
    private long quietSince;
    private long progress;

    SiteHandler(Channel channel, RequestDecoder decoder, SiteServer server, Exit connection) {
        this.channel = channel;
        this.decoder = decoder;
        this.server = server;
        this.connection = connection;
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
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        boolean writing = streaming || pending() > 0;
        long written = buffer == null ? 0 : buffer.currentProgress() - buffer.totalPendingWriteBytes();
        if (touched || (writing && written != progress)) {
            touched = false;
            progress = written;
            quietSince = now;
            return false;
        }
        long limit = writing ? WRITE_NANOS : decoder.between() ? IDLE_NANOS : REQUEST_NANOS;
        return now - quietSince > limit;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            if (request.decoderResult().isFailure()) {
                refuse(Refusal.of(request.decoderResult().cause()));
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
            refuse(Status.BAD_REQUEST);
        } else if (contentLength > CONTENT_LIMIT) {
            refuse(Status.TOO_LARGE);
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
        if (HttpUtil.getContentLength(request, 0L) > CONTENT_LIMIT || !isRead(request.method())) {
            refuse(isRead(request.method()) ? Status.TOO_LARGE : Status.METHOD_NOT_ALLOWED);
        } else {
            channel.write(channel.alloc().directBuffer(32).writeBytes(CONTINUE));
        }
    }

    private static final byte[] CONTINUE =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    private static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    /** The connection cannot go on: whatever follows on it could be read in two ways. */
    private void refuse(Status status) {
        current = null;
        if (!last) {
            Reply reply = status == Status.METHOD_NOT_ALLOWED ? Reply.error(status, Reply.ALLOW) : Reply.error(status);
            send(reply, false, AnswerWriter.After.CLOSE);
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
        touched = true;
        if (last || connection.closing()) {
            return; // the end has been said
        }
        boolean head = request.method().equals(HttpMethod.HEAD);
        AnswerWriter.After after = after(request);
        Status refused = Refusal.of(request);
        if (refused != null) {
            send(Reply.error(refused), head, AnswerWriter.After.CLOSE);
        } else if (isRead(request.method())) {
            read(request, head, after);
        } else if (request.method().equals(HttpMethod.OPTIONS)) {
            send(Reply.options(), false, after);
        } else {
            send(Reply.error(Status.METHOD_NOT_ALLOWED, Reply.ALLOW), false, after);
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

    private void read(HttpRequest request, boolean head, AnswerWriter.After after) {
        String target = request.uri();
        if (target.equals("/health")) {
            send(server.probe().measure().reply(), head, after);
        } else if (target.equals("/ready")) {
            send(Health.ready(server.ready()), head, after);
        } else {
            try {
                site(request, head, after);
            } catch (AccessDeniedException e) {
                send(Reply.error(Status.FORBIDDEN), head, after);
            } catch (IOException e) {
                LOG.error("{} cannot be read: {}", target, e.toString());
                send(Reply.error(Status.ERROR), head, after);
            }
        }
    }

    private void site(HttpRequest request, boolean head, AnswerWriter.After after) throws IOException {
        Lookup<StoredFile> found = server.site().find(request.uri());
        if (found instanceof Lookup.Missing<StoredFile> missing
                && server.spa()
                && Fallback.isDeepLink(missing.path(), request.headers().get(HttpHeaderNames.ACCEPT))) {
            found = server.site().index();
        }
        if (found instanceof Lookup.Found<StoredFile> it) {
            file(it.file(), request, head, after);
        } else if (found instanceof Lookup.Folder<StoredFile> folder) {
            int query = request.uri().indexOf('?');
            send(Reply.moved(folder.location() + (query < 0 ? "" : request.uri().substring(query))), head, after);
        } else if (found instanceof Lookup.Denied) {
            send(Reply.error(Status.FORBIDDEN), head, after);
        } else if (found instanceof Lookup.Bad || found instanceof Lookup.Server) {
            send(Reply.error(Status.BAD_REQUEST), head, after);
        } else {
            send(Reply.error(Status.NOT_FOUND), head, after);
        }
    }

    private void file(StoredFile file, HttpRequest request, boolean head, AnswerWriter.After after) throws IOException {
        Representation representation = file.representation();
        Selection part = Selection.of(representation, conditions(request.headers()), !head);
        if (part instanceof Selection.Failed) {
            send(Reply.error(Status.PRECONDITION_FAILED), head, after);
        } else if (part instanceof Selection.Unsatisfiable) {
            String range = "Content-Range: bytes */" + representation.length();
            send(Reply.error(Status.RANGE_NOT_SATISFIABLE, range), head, after);
        } else if (part instanceof Selection.NotModified || head) {
            send(
                    head(file, part, after, 0),
                    part instanceof Selection.NotModified ? Status.NOT_MODIFIED : Status.OK,
                    0,
                    after);
        } else if (part instanceof Selection.Part range) {
            body(file, request, part, range.from(), range.length(), after);
        } else {
            body(file, request, part, 0, representation.length(), after);
        }
    }

    private static Conditions conditions(HttpHeaders headers) {
        return new Conditions(
                headers.get(HttpHeaderNames.IF_MATCH),
                headers.get(HttpHeaderNames.IF_UNMODIFIED_SINCE),
                headers.get(HttpHeaderNames.IF_NONE_MATCH),
                headers.get(HttpHeaderNames.IF_MODIFIED_SINCE),
                headers.get(HttpHeaderNames.RANGE),
                headers.get(HttpHeaderNames.IF_RANGE));
    }

    private ByteBuf head(StoredFile file, Selection part, AnswerWriter.After after, int body) {
        return server.writer().head(channel.alloc(), file.representation(), file.heads(), part, after, body);
    }

    private void body(
            StoredFile file, HttpRequest request, Selection part, long from, long length, AnswerWriter.After after)
            throws IOException {
        Status status = part instanceof Selection.Part ? Status.PARTIAL : Status.OK;
        if (file.body().isEmpty()) {
            stream(file, request, part, from, length, after);
            return;
        }
        ByteBuf bytes = file.body().get();
        if (length <= COPIED) {
            ByteBuf out = head(file, part, after, (int) length);
            out.writeBytes(bytes, (int) from, (int) length);
            send(out, status, length, after);
        } else {
            channel.write(head(file, part, after, 0), channel.voidPromise());
            send(bytes.slice((int) from, (int) length), status, length, after);
        }
    }

    private void stream(
            StoredFile file, HttpRequest request, Selection part, long from, long length, AnswerWriter.After after)
            throws IOException {
        Optional<FileChannel> open = server.site().open(file);
        if (open.isEmpty()) {
            // Another file has taken its place since it was found: begin again with that one.
            site(request, false, after);
            return;
        }
        streaming = true;
        server.counters().answered(part instanceof Selection.Part ? Status.PARTIAL : Status.OK, length);
        last |= after == AnswerWriter.After.CLOSE;
        channel.write(head(file, part, after, 0), channel.voidPromise());
        channel.writeAndFlush(new DefaultFileRegion(open.get(), from, length))
                .addListener((ChannelFutureListener) done -> {
                    streaming = false;
                    touched = true;
                    if (!done.isSuccess()) {
                        channel.close(); // cut off or gone: the length that was announced cannot be kept
                    } else if (after == AnswerWriter.After.CLOSE) {
                        end();
                    } else {
                        resume();
                        finish();
                        connection.answered();
                    }
                });
    }

    private void send(Reply reply, boolean head, AnswerWriter.After after) {
        ByteBuf out = server.writer().reply(channel.alloc(), reply, head, after);
        send(out, reply.status(), head ? 0 : reply.body().length(), after);
    }

    private void send(ByteBuf out, Status status, long bytes, AnswerWriter.After after) {
        touched = true;
        server.counters().answered(status, bytes);
        if (after == AnswerWriter.After.CLOSE) {
            last = true;
            channel.writeAndFlush(out).addListener(done -> end());
        } else {
            channel.write(out, channel.voidPromise());
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
