package lbm.worker.http.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.FileRegion;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.Channels;
import lbm.worker.intake.io.Conversation;

/** One connection from this machine to a server, without a socket: bytes in, bytes out. Characters are bytes. */
final class Wire implements AutoCloseable {

    private final EmbeddedChannel channel = new EmbeddedChannel() {
        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
        }
    };
    private final FakeExit exit = new FakeExit();
    private final Conversation conversation;

    Wire(SiteServer server) {
        conversation = server.greet(channel, exit, "127.0.0.1:80");
        channel.pipeline().fireChannelActive();
    }

    /** Sends bytes and takes what comes back at once. */
    String ask(String raw) {
        channel.writeInbound(Unpooled.copiedBuffer(raw, ISO_8859_1));
        return take();
    }

    /** What has been sent back. */
    String take() {
        channel.runPendingTasks();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (Object message = channel.readOutbound(); message != null; message = channel.readOutbound()) {
                if (message instanceof ByteBuf bytes) {
                    bytes.getBytes(bytes.readerIndex(), out, bytes.readableBytes());
                    bytes.release();
                } else if (message instanceof FileRegion region) {
                    region.transferTo(Channels.newChannel(out), 0);
                    region.release();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(ISO_8859_1);
    }

    FakeExit exit() {
        return exit;
    }

    Conversation conversation() {
        return conversation;
    }

    EmbeddedChannel channel() {
        return channel;
    }

    /** Whether the server has ended the connection, in order or not. */
    boolean isClosed() {
        return exit.closed || !channel.isActive();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
