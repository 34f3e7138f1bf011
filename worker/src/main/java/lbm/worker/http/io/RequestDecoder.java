package lbm.worker.http.io;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/** Netty's request decoder, with an answer to one question: is it between two messages? First in the pipeline. */
final class RequestDecoder extends HttpRequestDecoder {

    /** Longest request line, as nginx has it. */
    private static final int LINE = 8 * 1024;

    /** All header fields together. */
    private static final int HEADERS = 16 * 1024;

    private boolean inMessage;

    RequestDecoder() {
        super(new HttpDecoderConfig().setMaxInitialLineLength(LINE).setMaxHeaderSize(HEADERS));
    }

    /** Whether nothing of a message is held here: the socket alone has all that the client has sent since the last. */
    boolean between() {
        return !inMessage && actualReadableBytes() == 0;
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        // The request line is consumed now although the message is passed on only with its last header.
        inMessage = true;
        return super.createMessage(initialLine);
    }

    @Override
    protected HttpMessage createInvalidMessage() {
        inMessage = true;
        return super.createInvalidMessage();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        super.decode(context, buffer, out);
        if (!out.isEmpty() && out.get(out.size() - 1) instanceof LastHttpContent last) {
            inMessage = last.decoderResult().isFailure();
        }
    }
}
