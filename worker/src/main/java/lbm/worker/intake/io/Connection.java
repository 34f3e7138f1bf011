package lbm.worker.intake.io;

import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import java.util.concurrent.TimeUnit;
import lbm.worker.intake.Drain;
import lbm.worker.link.io.Link;
import lbm.worker.link.io.Traveller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client connection: where it came from, and the ways in which it ends here. */
final class Connection implements Traveller, Exit {

    /** How long a client has to close after us before the socket goes. */
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private enum State {
        OPEN,
        MOVING,
        CLOSING
    }

    private final EpollSocketChannel channel;
    private final String listener;
    private final Connections all;
    private final Conversation conversation;
    private State state = State.OPEN;
    private long lingersUntil;

    Connection(EpollSocketChannel channel, String listener, Connections all, Greeter greeter) {
        this.channel = channel;
        this.listener = listener;
        this.all = all;
        this.conversation = greeter.greet(channel, this, listener);
    }

    EpollSocketChannel channel() {
        return channel;
    }

    String listener() {
        return listener;
    }

    /** Whether it may be moved or closed: not on its way already, and nothing of it in user space. */
    boolean idle() {
        return state == State.OPEN && conversation.idle();
    }

    void leaving(long now, Drain drain) {
        if (state == State.OPEN) {
            conversation.leaving(now, drain);
        }
    }

    boolean movable() {
        return conversation.movable();
    }

    @Override
    public boolean lastAnswer() {
        return all.tellToClose(conversation.movable());
    }

    @Override
    public void answered() {
        all.answered(this);
    }

    @Override
    public boolean closing() {
        return state == State.CLOSING;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Our side is shut, so that the client sees the end even while a manager still holds a copy; what
     * it still sends is read and dropped, since closing on unread bytes would reset the connection and could destroy
     * the last answer.
     */
    @Override
    public void close() {
        if (state == State.OPEN && channel.isOpen()) {
            state = State.CLOSING;
            lingersUntil = System.nanoTime() + LINGER_NANOS;
            channel.config().setAutoRead(true);
            conversation.farewell(() -> channel.shutdownOutput());
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Shut before it is closed, since a close alone ends nothing while a manager still holds a copy.
     */
    @Override
    public void closeAsAsked() {
        if (state == State.OPEN && channel.isOpen()) {
            state = State.CLOSING;
            lingersUntil = System.nanoTime() + LINGER_NANOS;
            conversation.farewell(() -> {
                shut();
                channel.close();
            });
        }
    }

    /** Everything is written; to have the channel do it first would cost an exception for writes that never come. */
    private void shut() {
        try {
            ((Socket) channel.fd()).shutdown(false, true);
        } catch (IOException | NotYetConnectedException e) {
            LOG.debug("a connection was gone before its end: {}", e.toString());
        }
    }

    /** Cuts it. */
    void cut() {
        channel.close();
    }

    /** Ends what has been silent for too long. */
    void sweep(long now) {
        switch (state) {
            case OPEN -> {
                if (conversation.overdue(now)) {
                    close();
                }
            }
            case CLOSING -> {
                if (now - lingersUntil >= 0) {
                    cut();
                }
            }
            case MOVING -> {}
        }
    }

    /**
     * Takes it out of the event loop and gives it to the manager. What arrives meanwhile stays in the socket and
     * travels with it; should the loop have read a byte before it let go, the connection stays.
     */
    void move(Link link) {
        state = State.MOVING;
        channel.config().setAutoRead(false);
        channel.deregister().addListener(gone -> {
            if (!channel.isOpen()) {
                return;
            }
            if (gone.isSuccess() && conversation.idle() && channel.isActive()) {
                link.send(listener, this);
            } else {
                returned();
            }
        });
    }

    @Override
    public FileDescriptor descriptor() {
        return channel.fd();
    }

    @Override
    public void arrived() {
        channel.close();
    }

    @Override
    public void returned() {
        if (!channel.isOpen()) {
            return; // cut at the deadline meanwhile
        }
        state = State.OPEN;
        channel.config().setAutoRead(true);
        if (!channel.isRegistered()) {
            all.register(channel);
        }
    }
}
