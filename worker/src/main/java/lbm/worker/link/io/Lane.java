package lbm.worker.link.io;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.unix.FileDescriptor;
import java.util.Optional;
import lbm.worker.link.Message;
import lbm.worker.link.Received;
import lbm.worker.link.Sent;

/** One lane of a session: descriptors in and out, each counted from 1 and acknowledged on the link. */
final class Lane extends ChannelInboundHandlerAdapter {

    private final String name;
    private final boolean give;
    private final Session session;
    private final Received<FileDescriptor> received = new Received<>();
    private final Sent<Traveller> sent = new Sent<>(Sent.WINDOW);
    private boolean awaitsListener;
    private Optional<Channel> channel = Optional.empty();

    Lane(Message.Lane lane, boolean holdsListener, Session session) {
        this.name = lane.name();
        this.give = lane.give() && holdsListener;
        this.awaitsListener = !holdsListener;
        this.session = session;
    }

    String name() {
        return name;
    }

    /** Connected, and the listener is held. */
    boolean up() {
        return channel.isPresent() && !awaitsListener;
    }

    /** Lets the manager's descriptors wait in the socket, where they stay the manager's. */
    void pause(boolean paused) {
        channel.ifPresent(it -> it.config().setAutoRead(!paused));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = Optional.of(context.channel());
        // Several at once where several wait: one acknowledgement covers them. Netty would read one a turn, since it
        // takes the descriptor's number for a count of bytes.
        context.channel()
                .config()
                .setRecvByteBufAllocator(new FixedRecvByteBufAllocator(1)
                        .respectMaybeMoreData(false)
                        .maxMessagesPerRead(Sent.WINDOW));
        if (give) {
            send(session.listenerOf(name));
        }
        session.laneUp();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        FileDescriptor descriptor = (FileDescriptor) message;
        if (awaitsListener) {
            awaitsListener = false;
            received.addListener();
            session.listenerArrived(name, descriptor);
        } else {
            received.add(descriptor);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        acknowledge();
    }

    private void acknowledge() {
        received.batch().ifPresent(batch -> session.acknowledge(name, batch));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        // Netty reports no read complete when the end of a lane follows right after descriptors.
        acknowledge();
        session.laneLost();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        session.broken("lane " + name, cause);
        context.close();
    }

    /** Gives one descriptor to the manager, or keeps it waiting while too many are under way. */
    void send(Traveller traveller) {
        sent.offer(traveller);
        pump();
    }

    /** The manager owns the first {@code count} that were sent here. */
    void acknowledged(long count) {
        sent.acknowledged(count).forEach(Traveller::arrived);
        pump();
    }

    private void pump() {
        channel.ifPresent(it -> {
            for (Optional<Traveller> next = sent.next(); next.isPresent(); next = sent.next()) {
                // A failed write breaks the lane, and that the session hears; nothing to do here.
                it.write(next.get().descriptor(), it.voidPromise());
            }
            it.flush();
        });
    }

    /**
     * The session is over; only now is it certain that no acknowledgement is unread. The lane itself is read to its
     * end: a manager that was killed has left descriptors in it that exist nowhere else.
     */
    void end(boolean refused) {
        sent.takeBack().forEach(Traveller::returned);
        channel.ifPresent(it -> {
            if (refused) {
                it.close();
            } else {
                it.config().setAutoRead(true);
                var timeout = it.eventLoop().schedule(() -> it.close(), Undecided.LONGEST_MILLIS, MILLISECONDS);
                it.closeFuture().addListener(closed -> timeout.cancel(false));
            }
        });
    }
}
