package lbm.worker.http.io;

import java.net.InetAddress;

/**
 * Who asks.
 *
 * @param address of the client; of the socket's other end unless a trusted proxy says more
 * @param secure whether the client speaks TLS, with us or with a trusted proxy
 * @param listener name of the listener the connection came in by, {@code host:port}
 */
record Peer(InetAddress address, boolean secure, String listener) {}
