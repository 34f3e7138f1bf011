package lbm.worker.http.io;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import lbm.worker.config.Limits;
import lbm.worker.content.FieldLines;
import lbm.worker.http.FrameBudget;
import lbm.worker.http.Status;
import lbm.worker.http.StreamRequest;
import lbm.worker.intake.io.Conversation;
import lbm.worker.intake.io.Exit;

/**
 * Answers the streams of one HTTP/2 connection (RFC 9113), each when its request is complete. What a client has not
 * taken waits in the flow controller: parts of kept files, two pieces at most of a streamed one.
 */
final class Http2Conversation extends Http2EventAdapter implements Conversation {

    private static final ReadOnlyHttp2Headers CONTINUE =
            ReadOnlyHttp2Headers.serverHeaders(false, AsciiString.of("100"));
    private static final Map<Status, AsciiString> CODES = codes();
    private static final AsciiString DATE = AsciiString.cached("date");
    private static final int NOBODY_LEFT_OUT = Integer.MAX_VALUE;
    private static final long LAST_ROUND = 0x6c626d; // any eight bytes: they come back as they are

    private final Channel channel;
    private final SiteServer server;
    private final Exit connection;
    private final Peer peer;
    private final Limits limits;
    private final Http2Handler handler;
    private final Http2Connection.PropertyKey key;
    private final Patience patience;
    private final FrameBudget budget = new FrameBudget(System.nanoTime());
    /** Requests and pieces of answers: each shows that the client is there. */
    private long turns;

    private boolean goodbye;
    private boolean flushing;

    Http2Conversation(Channel channel, SiteServer server, Exit connection, Peer peer) {
        this.channel = channel;
        this.server = server;
        this.connection = connection;
        this.peer = peer;
        this.limits = server.config().limits();
        this.patience = new Patience(limits);
        this.handler = Http2Handler.of(this, limits.headerBytes());
        this.key = handler.connection().newKey();
        handler.connection().addListener(this);
    }

    private static Map<Status, AsciiString> codes() {
        Map<Status, AsciiString> codes = new EnumMap<>(Status.class);
        for (Status status : Status.values()) {
            codes.put(status, AsciiString.cached(Integer.toString(status.code())));
        }
        return codes;
    }

    /** To be put into the pipeline behind TLS. */
    Http2Handler handler() {
        return handler;
    }

    // ---- requests

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int id,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end)
            throws Http2Exception {
        onHeadersRead(context, id, headers, padding, end);
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext context, int id, Http2Headers headers, int padding, boolean end)
            throws Http2Exception {
        Http2Stream stream = handler.connection().stream(id);
        if (stream == null || connection.closing()) {
            return;
        }
        StreamState known = stream.getProperty(key);
        if (known != null) {
            complete(context, id, known); // trailers
            return;
        }
        StreamState state = state(id, headers);
        stream.setProperty(key, state);
        budget.request();
        if (end) {
            complete(context, id, state);
        } else if (state.refused != null) {
            refuse(context, id, state, state.refused);
        } else if (state.request.headers().contains(HttpHeaderNames.EXPECT)) {
            encoder().writeHeaders(context, id, CONTINUE, 0, false, context.newPromise());
        }
    }

    private StreamState state(int id, Http2Headers headers) throws Http2Exception {
        try {
            StreamRequest read = StreamRequest.of(headers, limits.lineBytes());
            return new StreamState(read.request(), read.refused());
        } catch (IllegalArgumentException e) {
            // A method, target or value with characters that HTTP does not know (RFC 9113 §8.2.1).
            throw Http2Exception.streamError(id, Http2Error.PROTOCOL_ERROR, "malformed request");
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean end) {
        int size = data.readableBytes() + padding;
        Http2Stream stream = handler.connection().stream(id);
        StreamState state = stream == null ? null : stream.getProperty(key);
        if (state == null || state.answered) {
            return size;
        }
        state.content += data.readableBytes();
        state.touch();
        if (state.content > limits.bodyBytes()) {
            refuse(context, id, state, Status.TOO_LARGE);
        } else if (end) {
            complete(context, id, state);
        }
        return size;
    }

    private void complete(ChannelHandlerContext context, int id, StreamState state) {
        if (!state.answered) {
            Answer answer = state.refused == null
                    ? server.answers().to(state.request, peer)
                    : server.answers().refusal(state.request, state.refused);
            send(context, id, state, answer, false);
        }
    }

    /** Answers before the request is complete: what is still to come is not wanted (RFC 9113 §8.1). */
    private void refuse(ChannelHandlerContext context, int id, StreamState state, Status status) {
        send(context, id, state, server.answers().refusal(state.request, status), true);
    }

    // ---- answers

    private void send(ChannelHandlerContext context, int id, StreamState state, Answer answer, boolean early) {
        long since = System.nanoTime();
        state.answered = true;
        state.touch();
        turns++;
        Body body = answer.body();
        boolean empty = body.length() == 0;
        ChannelFuture out = encoder().writeHeaders(context, id, fields(answer), 0, empty, context.newPromise());
        if (!empty) {
            Feed feed = new Feed(body, context.alloc(), Feed.SMALL, new Feed.Sink() {
                @Override
                public ChannelFuture write(ByteBuf piece, boolean last) {
                    ChannelFuture left = encoder().writeData(context, id, piece, 0, last, context.newPromise());
                    if (last && early) {
                        left.addListener(done -> cancel(context, id, Http2Error.NO_ERROR));
                    }
                    flushSoon(context);
                    return left;
                }

                @Override
                public void moved() {
                    state.touch();
                    turns++;
                }

                @Override
                public void done(boolean whole, long bytes) {
                    server.answered(state.request, peer, answer, bytes, System.nanoTime() - since);
                    if (!whole) {
                        cancel(context, id, Http2Error.INTERNAL_ERROR);
                    }
                    connection.answered();
                }
            });
            state.feed = feed;
            feed.go();
        } else {
            body.close();
            server.answered(state.request, peer, answer, 0, System.nanoTime() - since);
            if (early) {
                out.addListener(done -> cancel(context, id, Http2Error.NO_ERROR));
            }
        }
    }

    private ReadOnlyHttp2Headers fields(Answer answer) {
        List<FieldLines> lines = answer.fields();
        int size = 2;
        for (int i = 0; i < lines.size(); i++) {
            size += lines.get(i).lowered().length;
        }
        AsciiString[] all = new AsciiString[size];
        all[0] = DATE;
        all[1] = server.writer().asciiDate();
        int at = 2;
        for (int i = 0; i < lines.size(); i++) {
            AsciiString[] some = lines.get(i).lowered();
            System.arraycopy(some, 0, all, at, some.length);
            at += some.length;
        }
        return ReadOnlyHttp2Headers.serverHeaders(
                false, CODES.getOrDefault(answer.status(), AsciiString.EMPTY_STRING), all);
    }

    /** At the end of this turn of the loop; what is written while frames are read leaves with them. */
    private void flushSoon(ChannelHandlerContext context) {
        if (!flushing) {
            flushing = true;
            context.executor().execute(() -> {
                flushing = false;
                handler.flush(context);
            });
        }
    }

    private void cancel(ChannelHandlerContext context, int id, Http2Error error) {
        Http2Stream stream = handler.connection().stream(id);
        if (stream != null && stream.state() != Http2Stream.State.CLOSED) {
            handler.resetStream(context, id, error.code(), context.newPromise());
            flushSoon(context);
        }
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        StreamState state = stream.getProperty(key);
        if (state != null && state.feed != null) {
            state.feed.end(false); // nothing to do when it is through
        }
    }

    private Http2ConnectionEncoder encoder() {
        return handler.encoder();
    }

    // ---- frames that ask for nothing

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        count();
    }

    @Override
    public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
        count();
    }

    @Override
    public void onPriorityRead(ChannelHandlerContext context, int id, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        count();
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int id, long code) throws Http2Exception {
        count();
    }

    @Override
    public void onUnknownFrame(ChannelHandlerContext context, byte type, int id, Http2Flags flags, ByteBuf payload) {
        if (budget.spent(System.nanoTime())) {
            channel.close();
        }
    }

    private void count() throws Http2Exception {
        if (budget.spent(System.nanoTime())) {
            throw Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many frames that ask for nothing");
        }
    }

    // ---- leaving

    @Override
    public boolean movable() {
        return false;
    }

    @Override
    public boolean idle() {
        return handler.connection().numActiveStreams() == 0 && pending() == 0;
    }

    private long pending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public boolean overdue(long now) {
        ChannelHandlerContext context = channel.pipeline().context(handler);
        if (context == null) {
            return false;
        }
        if (connection.lastAnswer()) {
            announceEnd(context);
        }
        endQuiet(context, now);
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        boolean writing = buffer != null && buffer.totalPendingWriteBytes() > 0;
        long taken = writing ? buffer.currentProgress() - buffer.totalPendingWriteBytes() : 0;
        return patience.isOver(now, writing ? Patience.Stage.WRITING : Patience.Stage.NEXT, turns, taken);
    }

    /**
     * Says that this is the end, leaving nobody out yet: what the client has sent before it hears is answered. Its answer
     * to the ping tells that it has heard; what it has opened by then is the last (RFC 9113 §6.8).
     */
    private void announceEnd(ChannelHandlerContext context) {
        if (!goodbye) {
            goodbye = true;
            goAway(context, NOBODY_LEFT_OUT);
            encoder().writePing(context, false, LAST_ROUND, context.newPromise());
            flushSoon(context);
        }
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext context, long data) throws Http2Exception {
        if (goodbye && data == LAST_ROUND) {
            goAway(context, handler.connection().remote().lastStreamCreated());
        } else {
            count();
        }
    }

    private void goAway(ChannelHandlerContext context, int last) {
        handler.goAway(
                context, last, Http2Error.NO_ERROR.code(), io.netty.buffer.Unpooled.EMPTY_BUFFER, context.newPromise());
    }

    private void endQuiet(ChannelHandlerContext context, long now) {
        List<Http2Stream> quiet = new ArrayList<>(0);
        try {
            handler.connection().forEachActiveStream(stream -> {
                StreamState state = stream.getProperty(key);
                if (state != null
                        && state.overdue(
                                now,
                                limits.writeTimeout().toNanos(),
                                limits.requestTimeout().toNanos())) {
                    quiet.add(stream);
                }
                return true;
            });
        } catch (Http2Exception e) {
            channel.close(); // nothing above throws one
        }
        quiet.forEach(stream -> cancel(context, stream.id(), Http2Error.CANCEL));
    }

    @Override
    public void farewell(Runnable shut) {
        ChannelHandlerContext context = channel.pipeline().context(handler);
        if (context == null) {
            shut.run();
            return;
        }
        goAway(context, handler.connection().remote().lastStreamCreated());
        handler.flush(context);
        shut.run();
    }
}
