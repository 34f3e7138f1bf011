package lbm.worker.tls.io;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import lbm.worker.config.Tls;
import lbm.worker.tls.Pair;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of one worker. Everything slow (loading the engine, reading files, making contexts) happens on a thread of its
 * own; handshakes run on the event loop and see the set of that moment.
 */
public final class TlsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TlsServer.class);
    private static final long LOOK_MILLIS = 2000;

    /** Longer than a handshake may take. */
    private static final long OUTLIVED_MILLIS = 15_000;

    private final Tls config;
    private final SslProvider provider;
    private final Certificates certificates;
    private final TicketFile ticketFile;
    private final ScheduledExecutorService thread;
    private final Queue<Contexts> outlived = new ConcurrentLinkedQueue<>();
    private volatile Contexts contexts;
    private List<Pair> pairs;
    private String state;
    private List<String> problems = List.of();
    private String said = "";
    private List<byte[]> tickets = List.of();

    private TlsServer(Tls config, String app, ScheduledExecutorService thread) throws IOException {
        this.config = config;
        this.thread = thread;
        this.provider = Engine.load();
        this.certificates = Certificates.of(config, app);
        this.ticketFile = new TicketFile(config.home(), app);
        this.state = certificates.state();
        this.pairs = certificates.read(List.of()).pairs();
        this.contexts = contexts(pairs, config, provider);
        tickets();
    }

    /**
     * Loads everything on a thread of its own and keeps looking for changes of the files.
     *
     * @param ready told on that thread when handshakes can begin
     * @param failed told instead, one line: a file that cannot be used
     */
    public static void start(Tls config, String app, Consumer<TlsServer> ready, Consumer<String> failed) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread it = new Thread(task, "tls");
            it.setDaemon(true);
            return it;
        });
        thread.execute(() -> {
            try {
                TlsServer server = open(config, app, thread);
                ready.accept(server);
            } catch (IOException | RuntimeException e) {
                failed.accept(String.valueOf(e.getMessage()));
                thread.shutdown();
            }
        });
    }

    private static TlsServer open(Tls config, String app, ScheduledExecutorService thread) throws IOException {
        TlsServer server = new TlsServer(config, app, thread);
        var looking = thread.scheduleWithFixedDelay(server::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (looking.isCancelled()) {
            throw new IOException("the worker is ending");
        }
        return server;
    }

    /** First in the pipeline of a fresh connection; on any thread. */
    public ChannelHandler handler(ByteBufAllocator memory) {
        return contexts.handler(memory);
    }

    /** Whether BoringSSL does the work. */
    public boolean isNative() {
        return provider != SslProvider.JDK;
    }

    private void look() {
        try {
            renew();
            tickets();
            said = "";
        } catch (IOException | RuntimeException e) {
            String why = String.valueOf(e.getMessage());
            if (!why.equals(said)) {
                said = why;
                LOG.warn("TLS goes on with what it has: {}", why);
            }
        }
    }

    /**
     * A pair that is half written or does not match changes nothing of its own. It is looked at again each time: what is
     * wrong may have been another thing than its files, a descriptor that was not to be had, say.
     */
    private void renew() throws IOException {
        String found = certificates.state();
        if (found.equals(state)) {
            return;
        }
        Certificates.Found read = certificates.read(pairs);
        if (!read.problems().equals(problems)) {
            read.problems().forEach(problem -> LOG.warn("{}; the former certificate stays", problem));
            problems = read.problems();
        }
        if (!read.pairs().equals(pairs)) {
            use(read.pairs());
        }
        if (problems.isEmpty()) {
            state = found;
        }
    }

    private void use(List<Pair> renewed) throws IOException {
        Contexts fresh = contexts(renewed, config, provider);
        pairs = renewed;
        fresh.tickets(tickets);
        Contexts former = contexts;
        contexts = fresh;
        // Not at once: a client that is connected may take its time to say which name it asks for.
        outlived.add(former);
        thread.schedule(this::releaseOldest, OUTLIVED_MILLIS, TimeUnit.MILLISECONDS);
        LOG.info("the certificates have changed and are in use");
    }

    private void releaseOldest() {
        Contexts oldest = outlived.poll();
        if (oldest != null) {
            oldest.release();
        }
    }

    private static Contexts contexts(List<Pair> pairs, Tls config, SslProvider provider) throws IOException {
        try {
            return Contexts.of(pairs, config, provider);
        } catch (SSLException e) {
            throw new IOException("a certificate cannot be used: " + e.getMessage(), e);
        }
    }

    private void tickets() throws IOException {
        Instant now = Instant.now();
        List<byte[]> keys = ticketFile.keys(now).inUse(now);
        boolean same = keys.size() == tickets.size();
        for (int i = 0; same && i < keys.size(); i++) {
            same = Arrays.equals(keys.get(i), tickets.get(i));
        }
        if (!same) {
            tickets = keys;
            contexts.tickets(keys);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        while (!outlived.isEmpty()) {
            releaseOldest();
        }
        contexts.release();
    }
}
