package lbm.worker;

import io.netty.channel.EventLoop;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import lbm.worker.config.Proxy;
import lbm.worker.config.Serve;
import lbm.worker.config.WorkerConfig;
import lbm.worker.intake.Drain;
import lbm.worker.intake.io.Connections;
import lbm.worker.intake.io.Descriptors;
import lbm.worker.intake.io.Listeners;
import lbm.worker.lifecycle.Life;
import lbm.worker.link.Message;
import lbm.worker.link.io.Link;
import lbm.worker.link.io.LinkEvents;
import lbm.worker.link.io.Traveller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins everything on one event loop: events change the {@link Life}, and what follows from it is done here. Every
 * method runs on the loop.
 */
final class Worker implements LinkEvents, Connections.Watcher, Surroundings {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** How long a worker that can serve nobody looks for a manager. */
    private static final long ALONE_SECONDS = 60;

    /** For connections of a worker the manager has no use for. */
    private static final long REFUSED_MILLIS = 5000;

    private static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final WorkerConfig config;
    private final EventLoop loop;
    private final IntConsumer exit;
    private final long started = System.nanoTime();
    private final Service service;
    private final Connections connections;
    private final Listeners listeners;
    private final Link link;
    private Life life;
    private boolean readyBefore;
    private long loopDelayMillis;
    private long reported;
    private boolean full;

    /**
     * A worker that does nothing yet.
     *
     * @param exit ends the process with a code
     * @throws IOException the site's folder is not there
     */
    Worker(WorkerConfig config, EventLoop loop, IntConsumer exit) throws IOException {
        this.config = config;
        this.life = config.job().ownAccept() ? Life.OWN : Life.START;
        this.loop = loop;
        this.exit = exit;
        if (config.job() instanceof Proxy proxy) {
            this.service = new ProxyService(proxy, config.name(), config.app(), this);
        } else {
            this.service = new SiteService((Serve) config.job(), config, this);
        }
        this.connections = new Connections(loop, service, service.most(Descriptors.connections()));
        this.listeners = new Listeners(loop, connections);
        this.link = new Link(loop, config.link(), this);
        connections.attach(this, link);
    }

    /** Looks for the manager and makes ready, both at once. */
    void start() {
        link.open();
        loop.schedule(this::alone, ALONE_SECONDS, TimeUnit.SECONDS);
        service.prepare(() -> become(life.warm()));
    }

    private void exit(int code) {
        service.end();
        exit.accept(code);
    }

    private void alone() {
        if (listeners.names().isEmpty() && life.contact() == Life.Contact.AWAY) {
            LOG.error("no manager at {} for {} s and no listener: giving up", config.link(), ALONE_SECONDS);
            exit(1);
        }
    }

    /** Does what follows from the new state and did not from the old. */
    private void become(Life next) {
        Life before = life;
        life = next;
        if (next.announced() && !before.announced()) {
            link.say(new Message.Ready());
            sayReadyOnce();
        }
        if (next.accepts() != before.accepts()) {
            listeners.accept(next.accepts());
        }
    }

    private void sayReadyOnce() {
        if (!readyBefore) {
            readyBefore = true;
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
            Console.line(service.title() + " as " + config.name() + ", warm after " + millis + " ms");
        }
    }

    /** Leaves: takes nothing new, lets go of what there is, then ends the process with 0. */
    void drain(boolean migrate, long deadlineMillis) {
        if (!life.reconnects()) {
            return; // it drains already
        }
        become(life.drain());
        link.last();
        connections.drain(Drain.start(System.nanoTime(), migrate, deadlineMillis));
    }

    // ---- Surroundings

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public boolean ready() {
        return life.ready();
    }

    @Override
    public List<String> listeners() {
        return listeners.names();
    }

    @Override
    public long loopDelayMillis() {
        return loopDelayMillis;
    }

    @Override
    public void say(Message message) {
        link.say(message);
    }

    @Override
    public void unusable(String why) {
        Console.error("worker: " + why);
        exit(2);
    }

    // ---- Connections.Watcher

    @Override
    public void full(boolean isFull) {
        full = isFull;
        link.pause(full);
        listeners.full(full);
    }

    @Override
    public void left(int left) {
        if (life.phase() == Life.Phase.STOPPED) {
            return;
        }
        if (left == 0) {
            become(life.stopped());
            link.sayLast(new Message.Goodbye("drained"), () -> exit(0));
        } else if (System.nanoTime() - reported >= REPORT_NANOS) {
            reported = System.nanoTime();
            link.say(new Message.Progress("draining", left));
        }
    }

    // ---- LinkEvents

    @Override
    public Message.Hello hello() {
        return new Message.Hello(
                Message.VERSION,
                config.token(),
                config.app(),
                config.id(),
                config.slot(),
                config.generation(),
                ProcessHandle.current().pid(),
                listeners.names(),
                readyBefore);
    }

    @Override
    public Message.Heartbeat heartbeat(long seq, long loopDelayMicros) {
        loopDelayMillis = TimeUnit.MICROSECONDS.toMillis(loopDelayMicros);
        return new Message.Heartbeat(
                seq,
                loopDelayMicros,
                connections.count(),
                service.counters().requests(),
                service.counters().errors(),
                service.counters().bytes(),
                service.traffic());
    }

    @Override
    public boolean holds(String listener) {
        return listeners.holds(listener);
    }

    @Override
    public Traveller listener(String name) {
        return listeners.traveller(name);
    }

    @Override
    public void listenerArrived(String name, FileDescriptor descriptor) {
        listeners.keep(name, descriptor);
    }

    @Override
    public void handedOff(String lane, FileDescriptor descriptor) {
        connections.handedOff(lane, descriptor);
    }

    @Override
    public void joined() {
        link.pause(full);
        become(life.joined());
        service.joined();
    }

    @Override
    public void told(Message message) {
        if (message instanceof Message.Drain drain) {
            drain(drain.migrate(), drain.deadlineMillis());
        } else if (message instanceof Message.Refused refused) {
            LOG.warn("the manager refuses this worker: {}", refused.reason());
            drain(false, REFUSED_MILLIS);
        } else if (message instanceof Message.Leaving) {
            become(life.leaving());
        } else if (message instanceof Message.Backends backends) {
            service.told(backends);
        }
    }

    @Override
    public void silent() {
        LOG.warn("the manager is silent; accepting by myself");
        become(life.silent());
    }

    @Override
    public void pulse() {
        become(life.pulse());
    }

    @Override
    public void lost() {
        if (life.contact() != Life.Contact.AWAY && life.reconnects()) {
            LOG.warn("the manager is gone; {}", life.ready() ? "accepting by myself" : "going on with the warm-up");
        }
        become(life.lost());
    }
}
