package lbm.manager.channel.io;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;

/**
 * The socket calls of this package, bound directly: data and descriptors in one message, which neither the JDK nor Netty
 * offers. -1 on failure, the reason by {@link #failure}. Numbers and layouts are those of 64-bit Linux, the same on
 * x86-64 and aarch64 (unix(7), recvmsg(2), cmsg(3)).
 */
final class Sockets {

    static final int AF_UNIX = 1;
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;

    static final int SOL_SOCKET = 1;
    static final int SO_PASSCRED = 16;
    static final int SCM_RIGHTS = 1;
    static final int SCM_CREDENTIALS = 2;

    static final int MSG_PEEK = 2;
    static final int MSG_CTRUNC = 8;
    static final int MSG_TRUNC = 0x20;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int MSG_CMSG_CLOEXEC = 0x40000000;

    static final int SHUT_RDWR = 2;

    static final int F_GETFL = 3;
    static final int F_SETFL = 4;
    static final int O_NONBLOCK = 0x800;

    static final int EINTR = 4;
    static final int EAGAIN = 11;

    static final int HEADER = 56;
    static final int VECTOR = 16;
    /** {@code struct cmsghdr}: length, level, type; then the data. */
    static final int CONTROL_HEADER = 16;

    static {
        Native.register(Sockets.class, NativeLibrary.getProcess());
    }

    private Sockets() {}

    static native int socket(int domain, int type, int protocol);

    static native int socketpair(int domain, int type, int protocol, int[] ends);

    static native int bind(int fd, byte[] address, int length);

    static native int listen(int fd, int backlog);

    static native int getsockname(int fd, byte[] address, int[] length);

    static native int getsockopt(int fd, int level, int name, int[] value, int[] length);

    static native int setsockopt(int fd, int level, int name, int[] value, int length);

    static native int shutdown(int fd, int how);

    static native int fcntl(int fd, int command, int argument);

    static native int close(int fd);

    static native long recv(int fd, Pointer data, long length, int flags);

    static native long sendmsg(int fd, Pointer header, int flags);

    static native long recvmsg(int fd, Pointer header, int flags);

    static native String strerror(int errno);

    static IOException failure(String what) {
        return new IOException(what + ": " + strerror(Native.getLastError()));
    }

    /** Whether the last call only found nothing to do now. */
    static boolean later() {
        return Native.getLastError() == EAGAIN;
    }

    static boolean interrupted() {
        return Native.getLastError() == EINTR;
    }

    /** {@code struct msghdr} with its one {@code struct iovec} behind it. */
    static Memory header(Pointer data, long length, Pointer control, long controlLength) {
        Memory header = new Memory(HEADER + VECTOR);
        header.clear();
        header.setPointer(HEADER, data);
        header.setLong(HEADER + 8, length);
        header.setPointer(16, header.share(HEADER));
        header.setLong(24, 1);
        header.setPointer(32, control);
        header.setLong(40, controlLength);
        return header;
    }
}
