package lbm.manager.channel.io;

import com.sun.jna.Native;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A listening socket that is made for programs: of the family its address has, and blocking, as systemd hands them out.
 * {@code O_NONBLOCK} belongs to the socket and not to a descriptor, so it is the same for all who hold it: who wants it
 * sets it (libuv for a descriptor it is told of, asyncio, Go, gunicorn do), and who does not know of it (a plain
 * accept(2) in a loop) is not broken by it; where it is known that everybody wants it, {@link #neverBlocks}. The manager
 * itself never accepts from it.
 */
public final class ListenSocket {

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_REUSEPORT = 15;
    private static final int SO_ACCEPTCONN = 30;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;

    /** The kernel cuts it to net.core.somaxconn (listen(2)). */
    private static final int BACKLOG = 4096;

    private static final int ADDRESS_4 = 16;
    private static final int ADDRESS_6 = 28;

    private ListenSocket() {}

    /** The kernel said no. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        public static final int EINVAL = 22;
        public static final int EOPNOTSUPP = 95;
        public static final int EADDRINUSE = 98;

        private final int errno;

        public Refused(int errno) {
            super(Sockets.strerror(errno));
            this.errno = errno;
        }

        /** As errno(3) numbers it. */
        public int errno() {
            return errno;
        }
    }

    /**
     * Binds and listens.
     *
     * @param host an IP address
     * @param port 0: any that is free
     * @param shareable whether a socket of the same user may be bound beside it that is shareable too
     * @param v6only whether an IPv6 socket leaves IPv4 alone
     * @return close-on-exec, the caller's
     */
    public static int open(String host, int port, boolean shareable, boolean v6only) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        int family = address instanceof Inet4Address ? AF_INET : AF_INET6;
        int fd = Sockets.socket(family, Sockets.SOCK_STREAM | Sockets.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw new Refused(Native.getLastError());
        }
        byte[] name = name(address, port);
        boolean done = set(fd, Sockets.SOL_SOCKET, SO_REUSEADDR, 1)
                && (!shareable || set(fd, Sockets.SOL_SOCKET, SO_REUSEPORT, 1))
                && (family == AF_INET || set(fd, IPPROTO_IPV6, IPV6_V6ONLY, v6only ? 1 : 0))
                && Sockets.bind(fd, name, name.length) == 0
                && Sockets.listen(fd, BACKLOG) == 0;
        if (!done) {
            int errno = Native.getLastError();
            Sockets.close(fd);
            throw new Refused(errno);
        }
        return fd;
    }

    /**
     * Lets accept(2) return when nothing waits, for all who hold the socket; of several that are woken for one connection
     * all but one find nothing.
     *
     * @throws IOException fcntl(2) refuses it
     */
    public static void neverBlocks(int fd) throws IOException {
        int flags = Sockets.fcntl(fd, Sockets.F_GETFL, 0);
        if (flags < 0 || Sockets.fcntl(fd, Sockets.F_SETFL, flags | Sockets.O_NONBLOCK) < 0) {
            throw Sockets.failure("fcntl of a listener");
        }
    }

    private static boolean set(int fd, int level, int name, int value) {
        return Sockets.setsockopt(fd, level, name, new int[] {value}, Integer.BYTES) == 0;
    }

    /** The port a socket is bound to; 0: it is not known. */
    public static int port(int fd) {
        byte[] found = new byte[ADDRESS_6];
        return Sockets.getsockname(fd, found, new int[] {found.length}) == 0
                ? ByteBuffer.wrap(found).getShort(2) & 0xFFFF
                : 0;
    }

    /** Whether a descriptor is a socket that listens at an address. */
    public static boolean listensAt(int fd, String host, int port) {
        try {
            byte[] wanted = name(InetAddress.getByName(host), port);
            byte[] found = new byte[ADDRESS_6];
            int[] length = {found.length};
            int[] accepts = {0};
            int[] size = {Integer.BYTES};
            return Sockets.getsockopt(fd, Sockets.SOL_SOCKET, SO_ACCEPTCONN, accepts, size) == 0
                    && accepts[0] != 0
                    && Sockets.getsockname(fd, found, length) == 0
                    && Arrays.equals(wanted, Arrays.copyOf(found, Math.min(length[0], found.length)));
        } catch (IOException e) {
            return false; // No IP address, so nothing listens there.
        }
    }

    /** {@code struct sockaddr_in} or {@code sockaddr_in6}, see ip(7) and ipv6(7). */
    private static byte[] name(InetAddress address, int port) {
        boolean four = address instanceof Inet4Address;
        ByteBuffer name = ByteBuffer.allocate(four ? ADDRESS_4 : ADDRESS_6);
        name.order(ByteOrder.nativeOrder()).putShort((short) (four ? AF_INET : AF_INET6));
        name.order(ByteOrder.BIG_ENDIAN).putShort((short) port);
        if (!four) {
            name.putInt(0);
        }
        name.put(address.getAddress());
        return name.array();
    }
}
