package lbm.manager.channel.io;

import com.sun.jna.Memory;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other side of {@code NOTIFY_SOCKET}: one datagram socket for all programs, the kernel says who sent what (unix(7),
 * SO_PASSCRED). Descriptors that come along are closed when the datagram has been acted on, which is the answer that
 * {@code BARRIER=1} waits for.
 */
public final class NoticeSocket implements EpollIoHandle {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeSocket.class);

    /** Who hears it, on the loop. */
    public interface Owner {
        void told(int pid, int uid, byte[] datagram);
    }

    /** systemd's own limit; a longer one is left out. */
    private static final int LONGEST = 4096;

    /** Room for credentials and more descriptors than one message can carry (253). */
    private static final int CONTROL = 2048;

    private static final int BATCH = 64;
    private static final int CREDENTIALS = 12;

    private final FileDescriptor fd;
    private final Owner owner;
    private @Nullable IoRegistration registration;
    private boolean closed;

    private NoticeSocket(int fd, Owner owner) {
        this.fd = new FileDescriptor(fd);
        this.owner = owner;
    }

    /**
     * Binds and listens.
     *
     * @param name absolute path of at most 107 bytes where nothing is, or {@code @} and an abstract name
     */
    public static NoticeSocket open(String name, IoEventLoop loop, Owner owner) throws IOException {
        int type = Sockets.SOCK_DGRAM | Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC;
        int fd = Sockets.socket(Sockets.AF_UNIX, type, 0);
        if (fd < 0) {
            throw Sockets.failure("a socket for notices");
        }
        byte[] address = address(name);
        if (Sockets.setsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_PASSCRED, new int[] {1}, Integer.BYTES) < 0
                || Sockets.bind(fd, address, address.length) < 0) {
            IOException failure = Sockets.failure("a socket for notices at " + name);
            Sockets.close(fd);
            throw failure;
        }
        NoticeSocket socket = new NoticeSocket(fd, owner);
        loop.register(socket).addListener(done -> {
            if (done.isSuccess() && !socket.closed) {
                socket.registration = (IoRegistration) done.getNow();
                socket.registration.submit(EpollIoOps.EPOLLIN);
            } else if (!done.isSuccess()) {
                LOG.error("notices of programs cannot be heard", done.cause());
            }
        });
        return socket;
    }

    /** {@code struct sockaddr_un}; an abstract name has a NUL in front and none behind. */
    private static byte[] address(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = text[0] == '@';
        ByteBuffer address = ByteBuffer.allocate(2 + text.length + (isAbstract ? 0 : 1));
        address.order(ByteOrder.nativeOrder()).putShort((short) Sockets.AF_UNIX).put(text);
        if (isAbstract) {
            address.put(2, (byte) 0);
        }
        return address.array();
    }

    @Override
    public void handle(IoRegistration ignored, IoEvent event) {
        try (Memory data = new Memory(LONGEST);
                Memory control = new Memory(CONTROL)) {
            for (int i = 0; i < BATCH && !closed; i++) {
                if (!receive(data, control)) {
                    return;
                }
            }
        }
    }

    /** Whether there may be more. */
    private boolean receive(Memory data, Memory control) {
        try (Memory header = Sockets.header(data, LONGEST, control, CONTROL)) {
            long length = Sockets.recvmsg(fd.intValue(), header, Sockets.MSG_DONTWAIT | Sockets.MSG_CMSG_CLOEXEC);
            if (length < 0) {
                return Sockets.interrupted();
            }
            Ancillary ancillary = Ancillary.read(control, header.getLong(40));
            try {
                boolean whole = (header.getInt(48) & (Sockets.MSG_TRUNC | Sockets.MSG_CTRUNC)) == 0;
                if (whole && ancillary.pid > 0) {
                    owner.told(ancillary.pid, ancillary.uid, data.getByteArray(0, (int) length));
                }
            } finally {
                ancillary.descriptors.forEach(Sockets::close);
            }
            return true;
        }
    }

    /** What came beside the data. */
    private static final class Ancillary {
        private final List<Integer> descriptors = new ArrayList<>();
        private int pid;
        private int uid;

        static Ancillary read(Memory control, long length) {
            Ancillary all = new Ancillary();
            long at = 0;
            while (at + Sockets.CONTROL_HEADER <= length) {
                long size = control.getLong(at);
                if (size < Sockets.CONTROL_HEADER || at + size > length) {
                    break;
                }
                all.add(control, at, control.getInt(at + 12), size);
                at += (size + 7) & ~7L;
            }
            return all;
        }

        private void add(Memory control, long at, int type, long size) {
            long data = at + Sockets.CONTROL_HEADER;
            if (type == Sockets.SCM_RIGHTS) {
                for (long i = data; i + Integer.BYTES <= at + size; i += Integer.BYTES) {
                    descriptors.add(control.getInt(i));
                }
            } else if (type == Sockets.SCM_CREDENTIALS && size >= Sockets.CONTROL_HEADER + CREDENTIALS) {
                pid = control.getInt(data);
                uid = control.getInt(data + 4);
            }
        }
    }

    @Override
    public FileDescriptor fd() {
        return fd;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (registration != null) {
                registration.cancel();
            }
            Sockets.close(fd.intValue());
        }
    }
}
