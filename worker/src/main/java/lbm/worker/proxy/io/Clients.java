package lbm.worker.proxy.io;

import java.util.List;
import lbm.worker.config.AddressBlock;
import lbm.worker.config.Ip;
import lbm.worker.http.Forwarding;
import lbm.worker.proxy.Origin;
import lbm.worker.proxy.RequestHead;

/** Says who asks: the socket's other end, or whom it asks for when it is a trusted proxy. */
final class Clients {

    private final List<AddressBlock> trusted;

    Clients(List<AddressBlock> trusted) {
        this.trusted = trusted;
    }

    Ip of(RequestHead request, Origin origin) {
        Ip peer = Ip.of(origin.client().getAddress());
        if (!origin.trusted()) {
            return peer;
        }
        return Forwarding.of(request.forwarding(), trusted)
                .map(Forwarding.Client::address)
                .orElse(peer);
    }
}
