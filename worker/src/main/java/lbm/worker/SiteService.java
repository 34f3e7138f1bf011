package lbm.worker;

import io.netty.channel.Channel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import lbm.worker.config.Serve;
import lbm.worker.config.Tls;
import lbm.worker.config.WorkerConfig;
import lbm.worker.content.io.Codings;
import lbm.worker.http.Counters;
import lbm.worker.http.io.Probe;
import lbm.worker.http.io.SiteServer;
import lbm.worker.http.io.WarmUp;
import lbm.worker.intake.io.Conversation;
import lbm.worker.intake.io.Exit;
import lbm.worker.link.Message;
import lbm.worker.tls.io.TlsServer;

/** Serves a folder. */
final class SiteService implements Service {

    private static final int DEFAULT_PORT = 443;
    private static final long SOON_MILLIS = 100;
    private static final long MEMORY_MOST = 64L * 1024 * 1024;

    private final Serve site;
    private final String app;
    private final Surroundings around;
    private final Counters counters = new Counters();
    private final Codings codings;
    private final SiteServer server;
    private Runnable done = () -> {};
    /** What has to be done before anybody can be served: the warm-up, perhaps TLS. */
    private int missing = 1;

    /**
     * A site nobody has asked yet.
     *
     * @throws IOException its folder is not there
     */
    SiteService(Serve site, WorkerConfig config, Surroundings around) throws IOException {
        this.site = site;
        this.app = config.app();
        this.around = around;
        long memory = Math.min(MEMORY_MOST, Runtime.getRuntime().maxMemory() / 4);
        Probe probe = new Probe(site.root(), config.version(), config.environment(), around::loopDelayMillis);
        this.codings = Codings.of(
                site.compression(), config.link().resolveSibling("run").resolve("compressed"), around.loop());
        this.server = SiteServer.of(site, memory, codings, probe, around::ready, counters);
        server.log(config.name(), task -> around.loop().schedule(task, SOON_MILLIS, TimeUnit.MILLISECONDS));
    }

    @Override
    public String title() {
        return "serving " + site.root();
    }

    /** Loads what TLS takes and warms up, both at once. */
    @Override
    public void prepare(Runnable whenDone) {
        done = whenDone;
        site.tls().ifPresent(tls -> {
            missing++;
            TlsServer.start(
                    tls,
                    app,
                    secured -> around.loop().execute(() -> secure(secured)),
                    why -> around.loop().execute(() -> around.unusable(why)));
        });
        if (site.warmupRequests() == 0) {
            warm();
        } else {
            WarmUp.start(
                    around.loop(),
                    server.uncounted(),
                    WarmUp.paths(site.root()),
                    site.warmupRequests(),
                    left -> around.say(new Message.Progress("warming", left)),
                    this::warm);
        }
    }

    private void secure(TlsServer tls) {
        server.secure(tls, this::securePort);
        warm();
    }

    /** Of the first listener that does not redirect. */
    private int securePort() {
        int plain = site.tls().flatMap(Tls::redirectPort).orElse(0);
        return around.listeners().stream()
                .map(name -> Integer.parseInt(name.substring(name.lastIndexOf(':') + 1)))
                .filter(port -> port != plain)
                .findFirst()
                .orElse(DEFAULT_PORT);
    }

    /** One more thing that had to be there first is there. */
    private void warm() {
        missing--;
        if (missing == 0) {
            done.run();
            codings.start();
        }
    }

    @Override
    public Conversation greet(Channel channel, Exit connection, String listener) {
        return server.greet(channel, connection, listener);
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public Message.Traffic traffic() {
        return server.traffic();
    }

    @Override
    public void end() {
        server.end();
    }
}
