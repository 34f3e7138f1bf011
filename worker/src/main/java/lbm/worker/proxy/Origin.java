package lbm.worker.proxy;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;

/**
 * Where a connection comes from and went to, as far as is known: by the socket, or by the PROXY header of a trusted
 * peer.
 *
 * @param client the other end
 * @param listener our end
 * @param trusted whether its word about who asks is taken
 */
public record Origin(InetSocketAddress client, InetSocketAddress listener, boolean trusted) {

    /** The client's address, IPv6 in its short form (RFC 5952). */
    public String address() {
        return NetUtil.toAddressString(client.getAddress());
    }
}
