package lbm.worker.http.io;

import io.netty.channel.Channel;
import java.util.function.BooleanSupplier;
import lbm.worker.content.io.Site;
import lbm.worker.http.Counters;
import lbm.worker.intake.io.Conversation;
import lbm.worker.intake.io.Exit;
import lbm.worker.intake.io.Greeter;

/**
 * Makes connections speak HTTP/1.1 about one site. The pipeline is decoder, then {@link SiteHandler}; what a later
 * feature needs (TLS before the decoder, limits between the two) finds its place here.
 */
public final class SiteServer implements Greeter {

    private final Site site;
    private final boolean spa;
    private final Probe probe;
    private final BooleanSupplier ready;
    private final Counters counters;
    private final AnswerWriter writer = new AnswerWriter();
    private final Answers answers = new Answers(this);

    public SiteServer(Site site, boolean spa, Probe probe, BooleanSupplier ready, Counters counters) {
        this.site = site;
        this.spa = spa;
        this.probe = probe;
        this.ready = ready;
        this.counters = counters;
    }

    /** The same site with other counters: the warm-up's requests are nobody's. */
    public SiteServer uncounted() {
        return new SiteServer(site, spa, probe, ready, new Counters());
    }

    @Override
    public Conversation greet(Channel channel, Exit connection) {
        RequestDecoder decoder = new RequestDecoder();
        SiteHandler handler = new SiteHandler(channel, decoder, this, connection);
        channel.pipeline().addLast(decoder).addLast(handler);
        return handler;
    }

    Site site() {
        return site;
    }

    boolean spa() {
        return spa;
    }

    Probe probe() {
        return probe;
    }

    boolean ready() {
        return ready.getAsBoolean();
    }

    Counters counters() {
        return counters;
    }

    Answers answers() {
        return answers;
    }

    AnswerWriter writer() {
        return writer;
    }
}
