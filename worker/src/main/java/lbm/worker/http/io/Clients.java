package lbm.worker.http.io;

import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import lbm.worker.config.AddressBlock;
import lbm.worker.config.Ip;
import lbm.worker.http.Forwarding;

/** Says who asks: the socket's other end, or whom it asks for when it is a trusted proxy. */
final class Clients {

    private final List<AddressBlock> trusted;

    Clients(List<AddressBlock> trusted) {
        this.trusted = trusted;
    }

    /** The client of a request that came over this connection. */
    Peer of(HttpRequest request, Peer connection) {
        if (trusted.isEmpty() || !AddressBlock.anyContains(trusted, Ip.of(connection.address()))) {
            return connection;
        }
        Optional<Forwarding.Client> said = Forwarding.of(request.headers(), trusted);
        return said.map(it -> new Peer(
                        it.address().address(), it.secure().orElse(connection.secure()), connection.listener()))
                .orElse(connection);
    }
}
