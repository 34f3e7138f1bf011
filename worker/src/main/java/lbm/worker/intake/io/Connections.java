package lbm.worker.intake.io;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lbm.worker.intake.Drain;
import lbm.worker.link.io.Link;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every client connection of this worker, from its first moment here to its last. */
public final class Connections {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final long SWEEP_MILLIS = 500;
    private static final long DRAIN_STEP_MILLIS = 20;

    private final EventLoop loop;
    private final Greeter greeter;
    private final int limit;
    private final Set<Connection> open = new LinkedHashSet<>();
    private Watcher watcher = new Watcher() {};
    private Optional<Link> link = Optional.empty();
    private Optional<Drain> drain = Optional.empty();
    private final Future<?> sweeping;
    private boolean full;

    /** Who wants to know how many there are. */
    public interface Watcher {

        /** The limit is reached, or there is room again. */
        default void full(boolean full) {}

        /** While draining: so many are left; 0 is the end. */
        default void left(int connections) {}
    }

    /**
     * No connections yet.
     *
     * @param limit above it no more are taken: descriptors must be left for files, link and lanes
     */
    public Connections(EventLoop loop, Greeter greeter, int limit) {
        this.loop = loop;
        this.greeter = greeter;
        this.limit = limit;
        this.sweeping = loop.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Who is told, and over which link connections can leave. */
    public void attach(Watcher watcher, Link link) {
        this.watcher = watcher;
        this.link = Optional.of(link);
    }

    public int count() {
        return open.size();
    }

    /** A connection that the manager accepted and that is ours. */
    public void handedOff(String listener, FileDescriptor descriptor) {
        EpollSocketChannel channel;
        try {
            channel = new EpollSocketChannel(descriptor.intValue());
        } catch (ChannelException e) {
            // Reset while it was on its way.
            LOG.debug("a connection was gone on arrival: {}", e.toString());
            closeQuietly(descriptor);
            return;
        }
        accepted(listener, channel);
    }

    /** A connection that this worker accepted. */
    public void accepted(String listener, EpollSocketChannel channel) {
        try {
            // A client that shuts its side after its request still gets the answer.
            channel.config().setAllowHalfClosure(true);
        } catch (ChannelException e) {
            LOG.debug("a connection was gone on arrival: {}", e.toString());
            channel.unsafe().closeForcibly(); // it has no event loop yet that could close it
            return;
        }
        if (!channel.isActive()) {
            // Reset before anybody looked; an inactive channel would never be woken, so it would never be closed.
            channel.unsafe().closeForcibly();
            return;
        }
        Connection connection = new Connection(channel, listener, this, greeter);
        open.add(connection);
        channel.closeFuture().addListener(closed -> closed(connection));
        register(channel);
        if (open.size() >= limit && !full) {
            full = true;
            watcher.full(true);
        }
        if (drain.isPresent()) {
            step(connection, drain.get(), System.nanoTime());
        }
    }

    void register(Channel channel) {
        loop.register(channel).addListener(done -> {
            if (!done.isSuccess()) {
                LOG.warn("a connection could not be served: {}", String.valueOf(done.cause()));
                channel.close();
            }
        });
    }

    private void closed(Connection connection) {
        open.remove(connection);
        if (full && open.size() < limit) {
            full = false;
            watcher.full(false);
        }
        if (drain.isPresent()) {
            watcher.left(open.size());
        }
    }

    private void sweep() {
        long now = System.nanoTime();
        new ArrayList<>(open).forEach(it -> it.sweep(now));
    }

    /** Cuts all of them and watches no more. */
    public void end() {
        sweeping.cancel(false);
        new ArrayList<>(open).forEach(Connection::cut);
    }

    /** Starts to let go of all of them; a second call is ignored. The watcher hears of each that left. */
    public void drain(Drain how) {
        if (drain.isPresent()) {
            return;
        }
        drain = Optional.of(how);
        loop.scheduleWithFixedDelay(this::drainStep, 0, DRAIN_STEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void drainStep() {
        Drain how = drain.orElseThrow();
        long now = System.nanoTime();
        for (Connection connection : new ArrayList<>(open)) {
            connection.sweep(now);
            step(connection, how, now);
        }
        watcher.left(open.size());
    }

    private void step(Connection connection, Drain how, long now) {
        boolean carried = connection.movable() && link.isPresent() && link.get().carries(connection.listener());
        switch (how.step(now, connection.idle(), carried)) {
            case WAIT -> connection.leaving(now, how);
            case MOVE -> connection.move(link.orElseThrow());
            case CLOSE -> connection.close();
            case CUT -> connection.cut();
        }
    }

    /** Called after each answer: a draining connection may leave right then, before the next request is read. */
    void answered(Connection connection) {
        if (drain.isPresent()) {
            step(connection, drain.get(), System.nanoTime());
        }
    }

    boolean tellToClose(boolean movable) {
        return drain.isPresent()
                && drain.get()
                        .tellsToClose(movable && link.isPresent() && link.get().joined());
    }

    private static void closeQuietly(FileDescriptor descriptor) {
        try {
            descriptor.close();
        } catch (java.io.IOException e) {
            LOG.debug("a descriptor could not be closed: {}", e.toString());
        }
    }
}
