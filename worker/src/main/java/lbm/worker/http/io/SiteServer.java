package lbm.worker.http.io;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import lbm.worker.config.Serve;
import lbm.worker.config.Tls;
import lbm.worker.content.FieldLines;
import lbm.worker.content.Heads;
import lbm.worker.content.io.Site;
import lbm.worker.http.Counters;
import lbm.worker.intake.io.Conversation;
import lbm.worker.intake.io.Exit;
import lbm.worker.intake.io.Greeter;
import lbm.worker.tls.io.TlsServer;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections speak HTTP about one site. The pipeline of HTTP/1.1 is decoder, then {@link SiteHandler}; every
 * version asks the same {@link Answers}.
 */
public final class SiteServer implements Greeter {

    private final Serve config;
    private final Site site;
    private final Probe probe;
    private final BooleanSupplier ready;
    private final Counters counters;
    private final AnswerWriter writer = new AnswerWriter();
    private final Answers answers;
    private final List<Observer> observers = new ArrayList<>();
    private @Nullable TlsServer secure;
    private IntSupplier securePort = () -> 443;

    private SiteServer(
            Serve config, Site site, Probe probe, BooleanSupplier ready, Counters counters, FieldLines common) {
        this.config = config;
        this.site = site;
        this.probe = probe;
        this.ready = ready;
        this.counters = counters;
        this.answers = new Answers(site, config.spa(), common, rules(common));
    }

    /**
     * A server that has nobody connected yet.
     *
     * @param memory bytes of files kept in memory
     * @throws IOException the site's folder is not there
     */
    public static SiteServer of(Serve config, long memory, Probe probe, BooleanSupplier ready, Counters counters)
            throws IOException {
        FieldLines common = common(config);
        Site site = new Site(config.root(), memory, System::nanoTime, file -> Heads.of(file, common));
        return new SiteServer(config, site, probe, ready, counters, common);
    }

    private static FieldLines common(Serve config) {
        List<String> fields = new ArrayList<>();
        config.security().headers().forEach((name, value) -> fields.addAll(List.of(name, value)));
        return FieldLines.of(fields);
    }

    private List<Rule> rules(FieldLines common) {
        List<Rule> rules = new ArrayList<>();
        config.tls()
                .flatMap(Tls::redirectPort)
                .ifPresent(port -> rules.add(new RedirectRule(port, () -> securePort.getAsInt())));
        if (!config.health().path().isEmpty()) {
            rules.add(new HealthRule(config.health(), probe, ready, common));
        }
        return List.copyOf(rules);
    }

    /**
     * From now on connections speak TLS, save those of the listener that redirects and of the warm-up.
     *
     * @param port of the listener that clients are sent to
     */
    public void secure(TlsServer tls, IntSupplier port) {
        secure = tls;
        securePort = port;
    }

    private boolean isSecure(String listener) {
        boolean redirects = config.tls()
                .flatMap(Tls::redirectPort)
                .filter(port -> RedirectRule.isAt(listener, port))
                .isPresent();
        return !redirects && listener.indexOf(':') >= 0;
    }

    /** The same site with other counters: the warm-up's requests are nobody's. */
    public SiteServer uncounted() {
        return new SiteServer(config, site, probe, ready, new Counters(), common(config));
    }

    @Override
    public Conversation greet(Channel channel, Exit connection, String listener) {
        TlsServer tls = secure;
        if (tls != null && isSecure(listener)) {
            TlsConversation handshake = new TlsConversation(channel, this, connection, peer(channel, listener, true));
            channel.pipeline().addLast(tls.handler(channel.alloc())).addLast(handshake);
            return handshake;
        }
        RequestDecoder decoder = new RequestDecoder();
        SiteHandler handler = new SiteHandler(channel, decoder, this, connection, peer(channel, listener, false));
        channel.pipeline().addLast(decoder).addLast(handler);
        return handler;
    }

    private static Peer peer(Channel channel, String listener, boolean secure) {
        InetAddress address = channel.remoteAddress() instanceof InetSocketAddress it
                ? it.getAddress()
                : InetAddress.getLoopbackAddress();
        return new Peer(address, secure, listener);
    }

    /** An answer is out. */
    void answered(HttpRequest request, Peer peer, Answer answer, long bodyBytes, long nanos) {
        counters.answered(answer.status(), bodyBytes);
        for (int i = 0; i < observers.size(); i++) {
            observers.get(i).answered(request, peer, answer, bodyBytes, nanos);
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
