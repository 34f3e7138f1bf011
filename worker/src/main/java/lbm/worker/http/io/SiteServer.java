package lbm.worker.http.io;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;
import lbm.worker.config.Serve;
import lbm.worker.content.CacheRules;
import lbm.worker.content.Compressible;
import lbm.worker.content.FieldLines;
import lbm.worker.content.Heads;
import lbm.worker.content.Representation;
import lbm.worker.content.io.Codings;
import lbm.worker.content.io.Site;
import lbm.worker.http.Counters;
import lbm.worker.http.Status;
import lbm.worker.intake.io.Conversation;
import lbm.worker.intake.io.Exit;
import lbm.worker.intake.io.Greeter;
import lbm.worker.link.Message;
import lbm.worker.tls.io.TlsServer;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections speak HTTP about one site. The pipeline of HTTP/1.1 is decoder, then {@link SiteHandler}; every
 * version asks the same {@link Answers}.
 */
public final class SiteServer implements Greeter {

    private static final InetAddress NOBODY = new InetSocketAddress(0).getAddress();

    private final Serve config;
    private final Site site;
    private final Probe probe;
    private final BooleanSupplier ready;
    private final Counters counters;
    private final AnswerWriter writer = new AnswerWriter();
    private final Clients clients;
    private final Secure secure;
    private final Answers answers;
    private final Tally tally;
    private final List<Observer> observers = new ArrayList<>();
    private @Nullable AccessLog accessLog;
    private @Nullable Checks checks;

    private SiteServer(
            Serve config,
            Site site,
            Probe probe,
            BooleanSupplier ready,
            Counters counters,
            FieldLines common,
            List<Rule> rules,
            Tally tally,
            Secure secure) {
        this.config = config;
        this.site = site;
        this.probe = probe;
        this.ready = ready;
        this.counters = counters;
        this.clients = new Clients(config.trustedProxies());
        this.tally = tally;
        this.secure = secure;
        this.answers = new Answers(site, config.spa(), common, rules, clients);
    }

    /** A server that sends only what is on disk, siblings included, and makes no codings. */
    static SiteServer of(Serve config, long memory, Probe probe, BooleanSupplier ready, Counters counters)
            throws IOException {
        return of(config, memory, Codings.siblings(config.compression()), probe, ready, counters);
    }

    /**
     * A server that has nobody connected yet.
     *
     * @param memory bytes of files kept in memory
     * @param codings makes what is sent compressed
     * @throws IOException the site's folder is not there
     */
    public static SiteServer of(
            Serve config, long memory, Codings codings, Probe probe, BooleanSupplier ready, Counters counters)
            throws IOException {
        FieldLines common = common(config);
        FieldLines varying = common.and(FieldLines.of("Vary", "Accept-Encoding"));
        boolean compressed = !config.compression().codings().isEmpty();
        Function<Representation, Heads> heads =
                file -> Heads.of(file, compressed && Compressible.is(file.contentType()) ? varying : common);
        Site site = new Site(
                config.root(),
                memory,
                System::nanoTime,
                heads,
                config.files(),
                new CacheRules(config.caching()),
                codings);
        Tally tally = new Tally(config.limits().connectionsPerAddress());
        Checks checks = Checks.start(config.health().checks());
        Rule health = new HealthRule(config.health(), probe, checks, ready, common);
        Secure secure = new Secure(config.tls());
        List<Rule> rules = Rules.of(config, secure.before(health), counters, common);
        SiteServer server = new SiteServer(config, site, probe, ready, counters, common, rules, tally, secure);
        server.checks = checks;
        return server;
    }

    private static FieldLines common(Serve config) {
        List<String> fields = new ArrayList<>();
        config.security().headers().forEach((name, value) -> fields.addAll(List.of(name, value)));
        return FieldLines.of(fields);
    }

    /** The same site with other counters and for everybody: the warm-up's requests are nobody's. */
    public SiteServer uncounted() {
        FieldLines common = common(config);
        List<Rule> rules = List.of(new HealthRule(config.health(), probe, Checks.start(List.of()), ready, common));
        return new SiteServer(
                config, site, probe, ready, new Counters(), common, rules, new Tally(0), new Secure(Optional.empty()));
    }

    /**
     * From now on connections speak TLS, save those of the listener that redirects and of the warm-up.
     *
     * @param port of the listener that clients are sent to
     */
    public void secure(TlsServer tls, IntSupplier port) {
        secure.start(tls, port);
    }

    /**
     * Begins the access log, if there is to be one.
     *
     * @param worker name of the instance
     * @param soon runs a task on the event loop in a tenth of a second
     */
    public void log(String worker, Executor soon) {
        config.accessLog().ifPresent(it -> {
            AccessLog log = AccessLog.of(it, worker, soon);
            accessLog = log;
            observers.add(log);
        });
    }

    /** What the next heartbeat says about answers. */
    public Message.Traffic traffic() {
        AccessLog log = accessLog;
        return counters.traffic(log == null ? 0 : log.dropped());
    }

    /** Ends the checks and writes what the access log still holds; waits a second or so at most. */
    public void end() {
        Checks running = checks;
        if (running != null) {
            running.end();
        }
        AccessLog log = accessLog;
        if (log != null) {
            log.end();
        }
    }

    @Override
    public Conversation greet(Channel channel, Exit connection, String listener) {
        Optional<ChannelHandler> tls = secure.handler(listener, channel.alloc());
        Peer peer = peer(channel, listener, tls.isPresent());
        boolean tooMany = isTooMany(channel, peer);
        if (tls.isPresent()) {
            TlsConversation handshake = new TlsConversation(channel, this, connection, peer, tooMany);
            channel.pipeline().addLast(tls.get()).addLast(handshake);
            return handshake;
        }
        RequestDecoder decoder = new RequestDecoder(config.limits());
        SiteHandler handler = new SiteHandler(channel, decoder, this, connection, peer, tooMany);
        channel.pipeline().addLast(decoder).addLast(handler);
        return handler;
    }

    /** Proxies that are trusted speak for many clients and are not counted. */
    private boolean isTooMany(Channel channel, Peer peer) {
        boolean proxy = config.trustedProxies().stream().anyMatch(it -> it.contains(peer.address()));
        if (!tally.counts() || proxy) {
            return false;
        }
        channel.closeFuture().addListener(closed -> tally.closed(peer.address()));
        return tally.opened(peer.address());
    }

    /** A client that has gone already has no address: it is nobody's, above all not this machine's own. */
    private static Peer peer(Channel channel, String listener, boolean secure) {
        InetAddress address = channel.remoteAddress() instanceof InetSocketAddress it ? it.getAddress() : NOBODY;
        return new Peer(address, secure, listener);
    }

    /** An answer is out. */
    void answered(HttpRequest request, Peer peer, Answer answer, long bodyBytes, long nanos) {
        counters.answered(answer.status(), bodyBytes);
        counters.took(nanos);
        Body body = answer.body();
        if (body instanceof Body.Memory || answer.status() == Status.NOT_MODIFIED) {
            counters.file(true);
        } else if (body instanceof Body.FilePart) {
            counters.file(false);
        }
        if (observers.isEmpty()) {
            return;
        }
        Peer client = clients.of(request, peer);
        for (int i = 0; i < observers.size(); i++) {
            observers.get(i).answered(request, client, answer, bodyBytes, nanos);
        }
    }

    Serve config() {
        return config;
    }

    Answers answers() {
        return answers;
    }

    AnswerWriter writer() {
        return writer;
    }
}
