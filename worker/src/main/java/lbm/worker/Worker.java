package lbm.worker;

import io.netty.channel.EventLoop;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import lbm.worker.config.Tls;
import lbm.worker.config.WorkerConfig;
import lbm.worker.content.io.Codings;
import lbm.worker.http.Counters;
import lbm.worker.http.io.Probe;
import lbm.worker.http.io.SiteServer;
import lbm.worker.http.io.WarmUp;
import lbm.worker.intake.Drain;
import lbm.worker.intake.io.Connections;
import lbm.worker.intake.io.Descriptors;
import lbm.worker.intake.io.Listeners;
import lbm.worker.lifecycle.Life;
import lbm.worker.link.Message;
import lbm.worker.link.io.Link;
import lbm.worker.link.io.LinkEvents;
import lbm.worker.link.io.Traveller;
import lbm.worker.tls.io.TlsServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins everything on one event loop: events change the {@link Life}, and what follows from it is done here. Every
 * method runs on the loop.
 */
final class Worker implements LinkEvents, Connections.Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** How long a worker that can serve nobody looks for a manager. */
    private static final long ALONE_SECONDS = 60;

    /** For connections of a worker the manager has no use for. */
    private static final long REFUSED_MILLIS = 5000;

    private static final int DEFAULT_PORT = 443;
    private static final long SOON_MILLIS = 100;
    private static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MEMORY_MOST = 64L * 1024 * 1024;

    private final WorkerConfig config;
    private final EventLoop loop;
    private final IntConsumer exit;
    private final long started = System.nanoTime();
    private final Counters counters = new Counters();
    private final Codings codings;
    private final SiteServer server;
    private final Connections connections;
    private final Listeners listeners;
    private final Link link;
    private Life life;
    /** What has to be done before anybody can be served: the warm-up, perhaps TLS. */
    private int missing = 1;

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
        this.life = config.serve().ownAccept() ? Life.OWN : Life.START;
        this.loop = loop;
        this.exit = code -> {
            endServer();
            exit.accept(code);
        };
        long memory = Math.min(MEMORY_MOST, Runtime.getRuntime().maxMemory() / 4);
        Probe probe = new Probe(config.serve().root(), config.version(), config.environment(), () -> loopDelayMillis);
        this.codings = Codings.of(
                config.serve().compression(),
                config.link().resolveSibling("run").resolve("compressed"),
                loop);
        this.server = SiteServer.of(config.serve(), memory, codings, probe, () -> life.ready(), counters);
        this.connections = new Connections(loop, server, Descriptors.connections());
        this.listeners = new Listeners(loop, connections);
        this.link = new Link(loop, config.link(), this);
        connections.attach(this, link);
        server.log(config.name(), task -> loop.schedule(task, SOON_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Looks for the manager, loads what TLS takes and warms up, all at once. */
    void start() {
        link.open();
        config.serve().tls().ifPresent(tls -> {
            missing++;
            TlsServer.start(
                    tls,
                    config.app(),
                    server -> loop.execute(() -> secure(server)),
                    why -> loop.execute(() -> badTls(why)));
        });
        loop.schedule(this::alone, ALONE_SECONDS, TimeUnit.SECONDS);
        if (config.serve().warmupRequests() == 0) {
            warm();
        } else {
            WarmUp.start(
                    loop,
                    server,
                    config.serve().root(),
                    config.serve().warmupRequests(),
                    left -> link.say(new Message.Progress("warming", left)),
                    this::warm);
        }
    }

    private void secure(TlsServer tls) {
        server.secure(tls, this::securePort);
        warm();
    }

    /** Of the first listener that does not redirect. */
    private int securePort() {
        int plain = config.serve().tls().flatMap(Tls::redirectPort).orElse(0);
        return listeners.names().stream()
                .map(name -> Integer.parseInt(name.substring(name.lastIndexOf(':') + 1)))
                .filter(port -> port != plain)
                .findFirst()
                .orElse(DEFAULT_PORT);
    }

    private void badTls(String why) {
        Console.error("worker: " + why);
        exit.accept(2);
    }

    private void endServer() {
        server.end();
    }

    /** One more thing that had to be there first is there. */
    private void warm() {
        missing--;
        if (missing == 0) {
            become(life.warm());
            codings.start();
        }
    }

    private void alone() {
        if (listeners.names().isEmpty() && life.contact() == Life.Contact.AWAY) {
            LOG.error("no manager at {} for {} s and no listener: giving up", config.link(), ALONE_SECONDS);
            exit.accept(1);
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
            Console.line(
                    "serving " + config.serve().root() + " as " + config.name() + ", warm after " + millis + " ms");
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
            link.sayLast(new Message.Goodbye("drained"), () -> exit.accept(0));
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
                counters.requests(),
                counters.errors(),
                counters.bytes(),
                server.traffic());
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
