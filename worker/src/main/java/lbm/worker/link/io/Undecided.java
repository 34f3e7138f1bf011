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

    private static final int LOOKS = 400;

    private record Held(String lane, FileDescriptor descriptor) {}

    private final EventLoop loop;
    private final PeerProcess manager;
    private final LinkEvents events;
    private final List<Held> held = new ArrayList<>();

    Undecided(EventLoop loop, PeerProcess manager, LinkEvents events) {
        this.loop = loop;
        this.manager = manager;
        this.events = events;
    }

    void hold(String lane, FileDescriptor descriptor) {
        held.add(new Held(lane, descriptor));
    }

    /** The session is over and nothing more comes. */
    void decide(boolean refused) {
        if (refused) {
            close();
        } else if (!held.isEmpty()) {
            look(LOOKS);
        }
    }

    private void look(int left) {
        if (!manager.alive()) {
            LOG.warn("the manager died with {} connections on their way; they are served here", held.size());
            held.forEach(it -> events.handedOff(it.lane(), it.descriptor()));
            held.clear();
        } else if (left == 0) {
            close();
        } else {
            loop.schedule(() -> look(left - 1), LOOK_MILLIS, TimeUnit.MILLISECONDS);
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
