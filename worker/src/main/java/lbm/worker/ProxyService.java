package lbm.worker;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import lbm.worker.config.Proxy;
import lbm.worker.http.Counters;
import lbm.worker.http.io.AccessLog;
import lbm.worker.intake.io.Conversation;
import lbm.worker.intake.io.Exit;
import lbm.worker.link.BackendParts;
import lbm.worker.link.Message;
import lbm.worker.proxy.io.ProxyServer;
import lbm.worker.proxy.io.Rehearsal;

/** Stands before other programs. */
final class ProxyService implements Service {

    private static final long SOON_MILLIS = 100;

    private final Proxy config;
    private final String app;
    private final Surroundings around;
    private final Counters counters = new Counters();
    private final BackendParts parts = new BackendParts();
    private final ProxyServer server;

    ProxyService(Proxy config, String name, String app, Surroundings around) {
        this.config = config;
        this.app = app;
        this.around = around;
        this.server = new ProxyServer(around.loop(), config, app, counters, around::say);
        config.accessLog()
                .ifPresent(it -> server.log(AccessLog.of(
                        it, name, task -> around.loop().schedule(task, SOON_MILLIS, TimeUnit.MILLISECONDS))));
    }

    @Override
    public String title() {
        return "passing on " + (config.mode() == Proxy.Mode.TCP ? "connections" : "requests");
    }

    /** Each client may take a second descriptor for its backend. */
    @Override
    public int most(int descriptors) {
        int half = Math.max(1, descriptors / 2);
        return config.maxConnections() == 0 ? half : Math.min(half, config.maxConnections());
    }

    @Override
    public void prepare(Runnable done) {
        if (config.warmupRequests() == 0 || config.mode() == Proxy.Mode.TCP) {
            done.run();
        } else {
            Rehearsal.start(
                    around.loop(), config, app, left -> around.say(new Message.Progress("warming", left)), done);
        }
    }

    @Override
    public void told(Message.Backends backends) {
        parts.add(backends).ifPresent(server::told);
    }

    @Override
    public void joined() {
        server.joined();
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
