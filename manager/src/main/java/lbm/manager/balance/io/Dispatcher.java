package lbm.manager.balance.io;

import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lbm.manager.balance.Backends;
import lbm.manager.instance.Key;
import lbm.manager.spec.AppSpec.BalanceStrategy;
import lbm.manager.spec.AppSpec.Listen;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener and the workers behind it. Accepts only when a worker can take the connection, passes it on at once, and
 * keeps its own copy until the worker has acknowledged. All on the daemon's loop.
 */
public final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** Accepted in one go before other events get their turn. */
    private static final int BATCH = 64;

    private static final long RETRY_MILLIS = 100;

    /** Says a word on the worker's link: acknowledges what came over a lane. */
    public interface Acknowledger {
        /**
         * Runs {@code then} once the acknowledgement is in the worker's socket, or the worker has ended; {@code failed} if
         * the worker lives and cannot be told, so that what came is still its own.
         */
        void acknowledge(Key key, String lane, long count, Runnable then, Runnable failed);
    }

    private final Listen listen;
    private final IoEventLoop loop;
    private final Acknowledger acknowledger;
    private final Backends backends;
    private final Map<Key, Lane> lanes = new HashMap<>();
    private final Set<Key> admitted = new HashSet<>();
    /** Those of them that accept by themselves. */
    private final Set<Key> accepting = new HashSet<>();
    /** Migrated back, or taken back from a dead worker, while nobody could take them: no kernel queue for those. */
    private final ArrayDeque<Integer> homeless = new ArrayDeque<>();

    private @Nullable ListenerSocket listener;
    private boolean paused;
    private boolean closing;
    private boolean closed;

    public Dispatcher(Listen listen, BalanceStrategy strategy, IoEventLoop loop, Acknowledger acknowledger) {
        this.listen = listen;
        this.loop = loop;
        this.acknowledger = acknowledger;
        this.backends = new Backends(strategy);
    }

    public Listen listen() {
        return listen;
    }

    public String name() {
        return listen.name();
    }

    public boolean bound() {
        return listener != null;
    }

    /** Binds the port, unless a worker has brought the listener already. */
    public void bind() throws IOException {
        if (listener == null) {
            listener = ListenerSocket.bind(listen.host(), listen.port(), loop, this::acceptable);
            greetAll(listener.descriptor());
            wake();
        }
    }

    public void strategy(BalanceStrategy newer) {
        backends.strategy(newer);
    }

    // ---- workers

    /**
     * A worker has connected its lane.
     *
     * @param holds whether it holds the listener; {@code give} then tells that it was asked to send it first
     */
    public void laneOpened(Key key, int fd, boolean holds, boolean give) {
        Lane lane = new Lane(this, key, fd, give, !holds);
        Lane former = lanes.put(key, lane);
        if (former != null) {
            List<Integer> left = former.takeBack();
            former.close();
            left.forEach(this::place);
        }
        backends.remove(key);
        backends.add(key);
        if (listener != null) {
            lane.greet(listener.descriptor());
        }
        lane.open(loop);
        if (admitted.contains(key)) {
            backends.admit(key, true);
            wake();
        }
    }

    private void greetAll(int descriptor) {
        lanes.values().forEach(lane -> lane.greet(descriptor));
    }

    public boolean hasLane(Key key) {
        return lanes.containsKey(key);
    }

    /**
     * A worker may be given connections.
     *
     * @param own whether it accepts by itself; where all do, nobody else has to
     */
    public void admit(Key key, boolean own) {
        admitted.add(key);
        if (own) {
            accepting.add(key);
        } else {
            accepting.remove(key);
        }
        backends.admit(key, true);
        wake();
    }

    public void dismiss(Key key) {
        admitted.remove(key);
        accepting.remove(key);
        backends.admit(key, false);
        pauseIfAlone();
    }

    public void suspect(Key key, boolean yes) {
        backends.suspect(key, yes);
        if (yes) {
            pauseIfAlone();
        } else {
            wake();
        }
    }

    public void reported(Key key, int connections) {
        backends.reported(key, connections);
    }

    /** The worker owns the first {@code count} descriptors of its lane. */
    public void acknowledged(Key key, long count) {
        Lane lane = lanes.get(key);
        if (lane != null) {
            backends.acknowledged(key, lane.acknowledged(count));
            wake();
        }
    }

    /**
     * The worker's link has ended, everything it had said has been read: what it had not acknowledged it has not begun.
     */
    public void workerGone(Key key) {
        Lane lane = lanes.remove(key);
        backends.remove(key);
        if (lane != null) {
            // What it had given back before it died may be unread still.
            lane.receiveRest();
            List<Integer> left = lane.takeBack();
            lane.close();
            if (!left.isEmpty()) {
                LOG.info("{}: {} connections that worker {} had not begun go to others", name(), left.size(), key);
            }
            left.forEach(this::place);
        }
        pauseIfAlone();
    }

    /** Connections that this process holds: handed to workers and not yet theirs, or waiting for one. */
    public int underWay() {
        return homeless.size()
                + lanes.values().stream().mapToInt(Lane::unacknowledged).sum();
    }

    void laneClosed(Lane lane) {
        // Out of the balancer at once; the rest when the link ends, since its last words may acknowledge hand-offs.
        if (lanes.get(lane.key()) == lane) {
            backends.admit(lane.key(), false);
            pauseIfAlone();
        }
    }

    // ---- connections

    private void acceptable() {
        ListenerSocket source = listener;
        for (int i = 0; source != null && i < BATCH; i++) {
            Optional<Lane> lane = next();
            if (lane.isEmpty()) {
                pause(true);
                return;
            }
            int fd = source.accept();
            if (fd < 0) {
                return;
            }
            give(lane.get(), fd);
        }
    }

    private Optional<Lane> next() {
        return backends.next(this::reachable).map(lanes::get);
    }

    /** One whose lane is full is left out; the others go on. */
    private boolean reachable(Key key) {
        Lane lane = lanes.get(key);
        return lane != null && !lane.full();
    }

    private void give(Lane lane, int fd) {
        if (lane.hand(fd)) {
            backends.handed(lane.key());
        } else {
            homeless.add(fd);
        }
    }

    private void place(int fd) {
        if (closed) {
            Fds.close(fd);
            return;
        }
        Optional<Lane> lane = next();
        if (lane.isPresent()) {
            give(lane.get(), fd);
        } else {
            homeless.add(fd);
        }
    }

    /** A draining worker gives an idle connection back. Its copy stays open until we have said that we have ours. */
    void migrated(Lane from, int fd, long count) {
        acknowledger.acknowledge(from.key(), name(), count, () -> place(fd), () -> Fds.close(fd));
    }

    void listenerArrived(Lane from, int fd, long count) {
        if (listener == null) {
            listener = ListenerSocket.adopt(fd, loop, this::acceptable);
            LOG.info("{}: listener taken over from worker {}", name(), from.key());
            greetAll(fd);
        } else {
            Fds.close(fd);
        }
        acknowledger.acknowledge(from.key(), name(), count, this::wake, () -> {});
    }

    // ---- the queue

    /** Somebody may be able again. */
    void wake() {
        while (!homeless.isEmpty()) {
            Optional<Lane> lane = next();
            if (lane.isEmpty()) {
                break;
            }
            int fd = homeless.remove();
            if (lane.get().hand(fd)) {
                backends.handed(lane.get().key());
            } else {
                homeless.addFirst(fd);
            }
        }
        pauseIfAlone();
    }

    private void pauseIfAlone() {
        boolean othersAccept = !admitted.isEmpty() && accepting.containsAll(admitted);
        pause(othersAccept || !backends.able(this::reachable));
    }

    /** A send that failed for want of something (descriptors under way, kernel memory) may do later. */
    void tryLater(Lane lane) {
        loop.schedule(lane::writable, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void pause(boolean yes) {
        paused = yes;
        if (listener != null) {
            listener.listen(!yes && !closing);
        }
    }

    /** Accepts nothing more; what is on its way may still be acknowledged. */
    public void quiesce() {
        closing = true;
        pause(paused);
    }

    public void resume() {
        closing = false;
        wake();
    }

    /** Closes the port and every lane. */
    public void close() {
        closed = true;
        if (listener != null) {
            listener.close();
            listener = null;
        }
        lanes.values().forEach(Lane::close);
        lanes.values().forEach(lane -> lane.takeBack().forEach(Fds::close));
        lanes.clear();
        homeless.forEach(Fds::close);
        homeless.clear();
    }
}
