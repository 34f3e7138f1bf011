package lbm.manager.balance.io;

import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.util.List;
import lbm.manager.balance.Unacknowledged;
import lbm.manager.instance.Key;

/** One worker's lane of one listener: hand-offs out, migrated connections in, both counted. */
final class Lane implements FdSocket.Owner {

    private final Dispatcher dispatcher;
    private final Key key;
    private final FdSocket socket;
    private final Unacknowledged sent = new Unacknowledged();
    private boolean expectListener;
    private boolean owesListener;
    private boolean full;
    private long received;

    /**
     * A lane over a connected socket.
     *
     * @param expectListener the worker was asked to send its listener first
     * @param owesListener the worker holds no listener and has to be given one first
     */
    Lane(Dispatcher dispatcher, Key key, int fd, boolean expectListener, boolean owesListener) {
        this.dispatcher = dispatcher;
        this.key = key;
        this.expectListener = expectListener;
        this.owesListener = owesListener;
        this.socket = new FdSocket(fd, this);
    }

    Key key() {
        return key;
    }

    void open(IoEventLoop loop) {
        socket.open(loop);
    }

    boolean full() {
        return full;
    }

    /** Passes an accepted connection; it stays ours too until it is acknowledged. */
    boolean hand(int fd) {
        return send(fd) && track(fd);
    }

    void greet(int listener) {
        if (owesListener && send(listener)) {
            owesListener = false;
            sent.sentListener();
        }
    }

    private boolean track(int fd) {
        sent.sent(fd);
        return true;
    }

    private boolean send(int fd) {
        try {
            full = !socket.send(fd);
            return !full;
        } catch (IOException e) {
            // The worker is gone or going, which arrives as an event of its own; or the kernel lacks something just
            // now.
            full = true;
            dispatcher.tryLater(this);
            return false;
        }
    }

    /**
     * The worker owns what it acknowledges.
     *
     * @return how many hand-offs became its own
     */
    int acknowledged(long count) {
        List<Integer> done = sent.acknowledge(count);
        done.forEach(Fds::close);
        return done.size();
    }

    int unacknowledged() {
        return sent.size();
    }

    List<Integer> takeBack() {
        return sent.takeBack();
    }

    @Override
    public void received(int fd) {
        received++;
        if (expectListener && ListenerSocket.isListener(fd)) {
            expectListener = false;
            dispatcher.listenerArrived(this, fd, received);
        } else {
            dispatcher.migrated(this, fd, received);
        }
    }

    @Override
    public void writable() {
        full = false;
        dispatcher.wake();
    }

    @Override
    public void closed() {
        dispatcher.laneClosed(this);
    }

    /** Takes what is in the socket, of a worker that says no more. */
    void receiveRest() {
        socket.receiveRest();
    }

    void close() {
        socket.close();
    }
}
