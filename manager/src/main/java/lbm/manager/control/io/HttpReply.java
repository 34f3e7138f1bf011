package lbm.manager.control.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.UncheckedIOException;
import java.util.List;
import lbm.manager.control.Reply;
import lbm.manager.spec.ExitCode;
import org.jspecify.annotations.Nullable;

/** Answers over one HTTP connection; one answer a connection, which keeps a client's life simple. */
final class HttpReply implements Reply {

    private final Channel channel;
    private @Nullable Lines lines;

    HttpReply(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void json(int status, JsonNode body) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(bytes(body)));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void problem(int status, ExitCode exit, String error, List<String> details) {
        ObjectNode body = ControlServer.JSON.createObjectNode();
        body.put("exit", exit.code()).put("error", error);
        details.forEach(body.putArray("details")::add);
        Lines begun = lines;
        if (begun == null) {
            json(status, body);
        } else {
            // A head is on its way already: as the last line of the stream it is understood too.
            begun.line(body.put("done", true));
            begun.end();
        }
    }

    @Override
    public Stream stream() {
        DefaultHttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/x-ndjson")
                .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        channel.writeAndFlush(response);
        Lines begun = new Lines(channel);
        lines = begun;
        return begun;
    }

    private static byte[] bytes(JsonNode node) {
        try {
            return ControlServer.JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a JSON tree could not be written to memory", e);
        }
    }

    private static final class Lines implements Stream {
        private final Channel channel;
        private boolean ended;

        Lines(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void line(JsonNode line) {
            if (ended) {
                return;
            }
            channel.writeAndFlush(
                    new DefaultHttpContent(Unpooled.wrappedBuffer(bytes(line), new byte[] {(byte) '\n'})));
        }

        @Override
        public boolean writable() {
            return channel.isWritable();
        }

        @Override
        public void onGone(Runnable action) {
            channel.closeFuture().addListener(done -> {
                if (!ended) {
                    action.run();
                }
            });
        }

        @Override
        public void end() {
            if (ended) {
                return;
            }
            ended = true;
            channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
