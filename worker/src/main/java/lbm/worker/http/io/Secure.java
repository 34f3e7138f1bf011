package lbm.worker.http.io;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
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

    /** The rule that sends clients of the plain listener away, where there is one, then another. */
    List<Rule> before(Rule next) {
        return plainPort
                .<List<Rule>>map(it -> List.of(new RedirectRule(it, () -> port.getAsInt()), next))
                .orElse(List.of(next));
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
