package lbm.worker.link.io;

import io.netty.channel.EventLoop;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections whose acknowledgement could not be written. Whose are they?
 *
 * <p>A manager that lives has its own copies and gives them to another worker: ours are closed unread. A manager that
 * was killed has none: ours are the only ones, nobody else can have been given them (a manager says {@code refused}
 * before it gives an unacknowledged descriptor to somebody else), so they are served here.
 */
final class Undecided {

    private static final Logger LOG = LoggerFactory.getLogger(Undecided.class);

    /** A killed process closes its sockets a moment before it is gone. */
    private static final long LOOK_MILLIS = 5;

    /** After that it is sure to live on. */
    static final long LONGEST_MILLIS = 2000;

    private record Held(String lane, FileDescriptor descriptor) {}

    private final EventLoop loop;
    private final PeerProcess manager;
    private final LinkEvents events;
    private final List<Held> held = new ArrayList<>();
    private boolean over;
    private boolean refused;
    private boolean looking;

    Undecided(EventLoop loop, PeerProcess manager, LinkEvents events) {
        this.loop = loop;
        this.manager = manager;
        this.events = events;
    }

    /** One more; it may come after the session ended, out of a lane that is read to its end. */
    void hold(String lane, FileDescriptor descriptor) {
        held.add(new Held(lane, descriptor));
        decide();
    }

    /** The session is over. */
    void end(boolean wasRefused) {
        over = true;
        refused = wasRefused;
        decide();
    }

    private void decide() {
        if (over && !held.isEmpty() && !looking) {
            look(System.nanoTime());
        }
    }

    private void look(long since) {
        looking = false;
        if (refused) {
            close();
        } else if (!manager.alive()) {
            LOG.warn("the manager died with {} connections on their way; they are served here", held.size());
            List<Held> ours = new ArrayList<>(held);
            held.clear();
            ours.forEach(it -> events.handedOff(it.lane(), it.descriptor()));
        } else if (System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS)) {
            close();
        } else {
            looking = true;
            loop.schedule(() -> look(since), LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void close() {
        for (Held it : held) {
            try {
                it.descriptor().close();
            } catch (IOException e) {
                LOG.warn("a descriptor could not be closed: {}", e.toString());
            }
        }
        held.clear();
    }
}
