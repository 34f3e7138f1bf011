package lbm.manager.balance.io;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends our copy of a descriptor. {@code close(2)} only: a shutdown would end the connection for its other holder. */
final class Fds {

    private static final Logger LOG = LoggerFactory.getLogger(Fds.class);

    private Fds() {}

    static void close(int fd) {
        close(new FileDescriptor(fd));
    }

    static void close(FileDescriptor fd) {
        try {
            fd.close();
        } catch (IOException e) {
            LOG.warn("closing descriptor {}: {}", fd.intValue(), e.getMessage());
        }
    }
}
