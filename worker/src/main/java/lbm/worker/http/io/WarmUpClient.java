package lbm.worker.http.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.function.Supplier;
import lbm.worker.http.WarmUpRequest;
import org.jspecify.annotations.Nullable;

/** Asks one request after the other; knows just enough of HTTP to see where this server's answers end. */
final class WarmUpClient extends ChannelInboundHandlerAdapter {

    private static final String LENGTH = "\r\nContent-Length: ";

    private final Supplier<Optional<WarmUpRequest>> plan;
    private final Runnable again;
    private final Runnable done;
    private final StringBuilder head = new StringBuilder();
    private @Nullable WarmUpRequest asked;
    private long bodyLeft;
    private boolean inBody;
    private boolean over;

    /**
     * A client that asks what is left of a plan.
     *
     * @param again called when the connection was to be closed: another one shall go on
     * @param done called once otherwise: nothing is left to ask, or it broke
     */
    WarmUpClient(Supplier<Optional<WarmUpRequest>> plan, Runnable again, Runnable done) {
        this.plan = plan;
        this.again = again;
        this.done = done;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ask(context);
    }

    private void ask(ChannelHandlerContext context) {
        WarmUpRequest next = plan.get().orElse(null);
        asked = next;
        if (next == null) {
            end(context, done);
        } else {
            context.writeAndFlush(
                    ByteBufUtil.encodeString(context.alloc(), java.nio.CharBuffer.wrap(next.text()), ISO_8859_1));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            while (bytes.isReadable() && asked != null) {
                if (!inBody) {
                    readHead(bytes, asked);
                }
                if (inBody) {
                    readBody(context, bytes, asked);
                }
            }
        } finally {
            ReferenceCountUtil.release(bytes);
        }
    }

    private void readHead(ByteBuf bytes, WarmUpRequest request) {
        while (bytes.isReadable() && !inBody) {
            head.append((char) bytes.readByte());
            int length = head.length();
            if (length >= 4 && head.charAt(length - 1) == '\n' && head.charAt(length - 3) == '\n') {
                inBody = true;
                bodyLeft = request.head() ? 0 : announced();
            }
        }
    }

    private long announced() {
        int field = head.indexOf(LENGTH);
        if (field < 0) {
            return 0; // 304
        }
        int start = field + LENGTH.length();
        return Long.parseLong(head.substring(start, head.indexOf("\r", start)));
    }

    private void readBody(ChannelHandlerContext context, ByteBuf bytes, WarmUpRequest request) {
        int taken = (int) Math.min(bodyLeft, bytes.readableBytes());
        bytes.skipBytes(taken);
        bodyLeft -= taken;
        if (bodyLeft == 0) {
            inBody = false;
            head.setLength(0);
            if (request.close()) {
                end(context, again);
            } else {
                ask(context);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(context, done);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(context, done);
    }

    private void end(ChannelHandlerContext context, Runnable how) {
        asked = null;
        if (!over) {
            over = true;
            context.close();
            how.run();
        }
    }
}
