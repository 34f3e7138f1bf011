package lbm.manager.balance.io;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;

/** A port that nobody listens on. */
public final class FreePort {

    /** The kernel gives another number nearly each time. */
    private static final int TRIES = 100;

    private FreePort() {}

    /**
     * A port that can be bound now. Nothing keeps it until the program binds it: who comes too late ends, and is given
     * another one.
     *
     * @param taken ports that are promised to others
     * @throws IOException no port is free, or no descriptor
     */
    public static int on(String host, Set<Integer> taken) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        for (int i = 0; i < TRIES; i++) {
            try (ServerSocket socket = new ServerSocket(0, 1, address)) {
                if (!taken.contains(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
        throw new IOException("no free port on " + host + " in " + TRIES + " tries");
    }
}
