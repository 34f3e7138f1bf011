package lbm.manager.balance.io;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.Optional;
import lbm.manager.instance.Key;
import lbm.worker.link.Message;
import lbm.worker.link.MessageCodec;
import org.jspecify.annotations.Nullable;

/** One worker's link. Never closed by the manager while the worker lives: see {@code docs/handoff.md}. */
public final class Link {

    private final Channel channel;
    private final int pid;
    private final int uid;
    private @Nullable Key key;

    Link(Channel channel, int pid, int uid) {
        this.channel = channel;
        this.pid = pid;
        this.uid = uid;
    }

    /** The peer's process as the kernel told it (unix(7), SO_PEERCRED). */
    public int pid() {
        return pid;
    }

    public int uid() {
        return uid;
    }

    public Optional<Key> key() {
        return Optional.ofNullable(key);
    }

    /** The worker's hello was checked: it is this life of this instance. */
    public void known(Key life) {
        key = life;
    }

    public void send(Message message) {
        send(message, () -> {}, () -> {});
    }

    /** Sends, then runs one of both on the loop: {@code sent} once the bytes are in the worker's socket. */
    public void send(Message message, Runnable sent, Runnable failed) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(MessageCodec.encode(message)))
                .addListener(done -> (done.isSuccess() ? sent : failed).run());
    }
}
