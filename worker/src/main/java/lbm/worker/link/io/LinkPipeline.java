package lbm.worker.link.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.unix.Errors;
import io.netty.handler.codec.LineBasedFrameDecoder;
import java.util.function.Consumer;
import lbm.worker.link.Message;
import lbm.worker.link.MessageCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages over a link's channel, for either end. */
public final class LinkPipeline {

    private static final Logger LOG = LoggerFactory.getLogger(LinkPipeline.class);

    private LinkPipeline() {}

    /**
     * Makes a channel speak messages. A line that is too long or no message ends the link: a peer that breaks the
     * framing cannot be trusted with the next line either.
     */
    public static void install(ChannelPipeline pipeline, Consumer<Message> heard) {
        pipeline.addLast(new LineBasedFrameDecoder(MessageCodec.MAX_LINE, true, true));
        pipeline.addLast(new Reader(heard));
    }

    /** Writes one message; the future succeeds when the kernel has it. */
    public static ChannelFuture say(Channel channel, Message message) {
        return channel.writeAndFlush(Unpooled.wrappedBuffer(MessageCodec.encode(message)));
    }

    private static final class Reader extends SimpleChannelInboundHandler<ByteBuf> {

        private final Consumer<Message> heard;

        Reader(Consumer<Message> heard) {
            this.heard = heard;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf line) throws Exception {
            byte[] bytes = ByteBufUtil.getBytes(line);
            MessageCodec.decode(bytes, 0, bytes.length).ifPresent(heard);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof Errors.NativeIoException) {
                LOG.debug("the other end is gone: {}", cause.toString()); // told by whoever lost the session
            } else {
                LOG.warn("the link is closed: {}", cause.toString());
            }
            context.close();
        }
    }
}
