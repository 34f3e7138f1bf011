package lbm.worker.http.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.AsciiString;
import java.util.List;
import lbm.worker.config.Limits;
import lbm.worker.http.HeadCheck;
import org.jspecify.annotations.Nullable;

/**
 * Netty's request decoder, made strict, and with a brake: while an answer is under way the next request stays bytes, and
 * the socket is read no further, so that a client who asks without reading costs one buffer. First in the pipeline of
 * HTTP/1.1.
 */
final class RequestDecoder extends HttpRequestDecoder {

    /** More header fields than any client has; each costs more memory than its bytes. */
    private static final int FIELDS = 128;

    private static final DecoderResult AMBIGUOUS =
            DecoderResult.failure(new IllegalArgumentException("the head can be read in two ways"));

    private final HeadCheck check = new HeadCheck();
    private @Nullable ChannelHandlerContext context;
    private boolean inMessage;
    private boolean inContent;
    private long contentBytes;
    private long messages;
    private int fields;
    private int lengths;
    private boolean held;
    private boolean waiting;
    private boolean deaf;
    private boolean overheard;

    RequestDecoder(Limits limits) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.lineBytes())
                .setMaxHeaderSize(limits.headerBytes()));
    }

    /** Whether nothing of a message is held here: the socket alone has all that the client has sent since the last. */
    boolean between() {
        return !inMessage && actualReadableBytes() == 0 && !overheard;
    }

    /** Whether the head of a message is complete and its content is not. */
    boolean inContent() {
        return inContent;
    }

    /** Bytes of the current message behind its head, chunk sizes and trailers among them. */
    long contentBytes() {
        return contentBytes;
    }

    /** Messages that were complete. */
    long messages() {
        return messages;
    }

    /** Whether bytes are here that were held back. */
    boolean isWaiting() {
        return waiting;
    }

    /** Nothing more is decoded until {@link #release}: an answer is on its way. */
    void hold() {
        held = true;
    }

    /** Goes on after {@link #hold}, or after the channel could take no more. */
    void release() {
        held = false;
        resume();
    }

    /** Looks again at bytes that have waited; never at once, since the caller may be called by this decoder. */
    void resume() {
        ChannelHandlerContext here = context;
        if (waiting && here != null) {
            here.executor().execute(this::goOn);
        }
    }

    /** From now on everything is read and dropped: the connection's last answer has been given. */
    void ignore() {
        deaf = true;
        resume();
    }

    private void goOn() {
        ChannelHandlerContext here = context;
        if (!waiting || here == null || here.isRemoved() || brakes(here)) {
            return;
        }
        waiting = false;
        try {
            channelRead(here, Unpooled.EMPTY_BUFFER);
            if (!waiting) {
                here.channel().config().setAutoRead(true);
            }
            channelReadComplete(here);
        } catch (Exception e) {
            here.fireExceptionCaught(e);
        }
    }

    private boolean brakes(ChannelHandlerContext here) {
        return !deaf && !inMessage && (held || !here.channel().isWritable());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext here) throws Exception {
        context = here;
        super.handlerAdded(here);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext here) throws Exception {
        if (waiting) {
            // The decoder would ask for more bytes, since it has decoded none of these.
            discardSomeReadBytes();
            here.fireChannelReadComplete();
        } else {
            super.channelReadComplete(here);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext here, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent) {
            // The decoder would give up its bytes, and requests that wait would get no answer.
            here.fireUserEventTriggered(event);
        } else {
            super.userEventTriggered(here, event);
        }
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        // The request line is consumed now although the message is passed on only with its last header.
        inMessage = true;
        fields = 0;
        lengths = 0;
        if (!initialLine[2].startsWith("HTTP/")) {
            throw new IllegalArgumentException("the version is no HTTP version");
        }
        return super.createMessage(initialLine);
    }

    @Override
    protected HttpMessage createInvalidMessage() {
        inMessage = true;
        return super.createInvalidMessage();
    }

    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        if (length == 0) {
            throw new IllegalArgumentException("a field has no name");
        }
        if (++fields > FIELDS) {
            throw new TooLongHttpHeaderException("more than " + FIELDS + " header fields");
        }
        AsciiString name = super.splitHeaderName(line, start, length);
        // In HTTP/1.0 the decoder would take the first of several.
        if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name) && ++lengths > 1) {
            throw new IllegalArgumentException("more than one Content-Length");
        }
        return name;
    }

    @Override
    protected void decode(ChannelHandlerContext here, ByteBuf buffer, List<Object> out) throws Exception {
        if (deaf) {
            overheard |= buffer.isReadable();
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        if (brakes(here)) {
            waiting = true;
            here.channel().config().setAutoRead(false);
            return;
        }
        int from = buffer.readerIndex();
        boolean head = !inContent;
        super.decode(here, buffer, out);
        int to = buffer.readerIndex();
        if (isRefused(out)
                || (head
                        ? check.passes(buffer, from, to)
                        : hasContent(out) || HeadCheck.isUnfolded(buffer, from, to))) {
            contentBytes += head ? 0 : to - from;
            progress(out);
        } else {
            out.clear();
            HttpMessage refused = createInvalidMessage();
            refused.setDecoderResult(AMBIGUOUS);
            out.add(refused);
            deaf = true;
        }
    }

    /** What the decoder does not take it says by itself, and drops the rest. */
    private static boolean isRefused(List<Object> out) {
        return !out.isEmpty()
                && out.get(0) instanceof HttpObject first
                && first.decoderResult().isFailure();
    }

    private void progress(List<Object> out) {
        if (out.isEmpty()) {
            return;
        }
        if (out.get(0) instanceof HttpMessage) {
            inContent = true;
            contentBytes = 0;
        }
        if (out.get(out.size() - 1) instanceof LastHttpContent last) {
            inMessage = last.decoderResult().isFailure();
            inContent = false;
            messages++;
            check.reset();
        }
    }

    private static boolean hasContent(List<Object> out) {
        for (int i = 0; i < out.size(); i++) {
            if (out.get(i) instanceof HttpContent content && content.content().isReadable()) {
                return true;
            }
        }
        return false;
    }
}
