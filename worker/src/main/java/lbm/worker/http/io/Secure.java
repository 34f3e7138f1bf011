package lbm.worker.http.io;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import lbm.worker.config.Tls;
import lbm.worker.tls.io.TlsServer;
import org.jspecify.annotations.Nullable;

/** Which of a site's listeners speak TLS, and what the one that does not says. */
final class Secure {

    private final Optional<Integer> plainPort;
    private @Nullable TlsServer tls;
    private IntSupplier port = () -> 443;

    Secure(Optional<Tls> config) {
        this.plainPort = config.flatMap(Tls::redirectPort);
    }

    /** The rules of a site, after the one that sends clients of the plain listener away. */
    List<Rule> before(List<Rule> rules) {
        if (plainPort.isEmpty()) {
            return rules;
        }
        List<Rule> all = new ArrayList<>(rules);
        all.add(0, new RedirectRule(plainPort.get(), () -> port.getAsInt()));
        return List.copyOf(all);
    }

    /** From now on it is spoken; clients are sent to this port. */
    void start(TlsServer server, IntSupplier securePort) {
        tls = server;
        port = securePort;
    }

    /** First in the pipeline of a connection of this listener; empty: it does not speak TLS, nor does the warm-up's. */
    Optional<ChannelHandler> handler(String listener, ByteBufAllocator memory) {
        TlsServer server = tls;
        boolean plain = listener.indexOf(':') < 0
                || plainPort.filter(it -> RedirectRule.isAt(listener, it)).isPresent();
        return server == null || plain ? Optional.empty() : Optional.of(server.handler(memory));
    }
}
