package lbm.manager.balance.io;

import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The unix socket of one listener's lanes. Nothing is read from a connection here: it is known by the peer's pid. */
public final class LaneServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LaneServer.class);

    /** A process has connected; the descriptor is the taker's to close. */
    public interface Taker {
        void connected(int pid, int uid, int fd);
    }

    private final Path path;
    private final Taker taker;
    private final ListenerSocket socket;

    private LaneServer(Path path, IoEventLoop loop, Taker taker) throws IOException {
        this.path = path;
        this.taker = taker;
        this.socket = ListenerSocket.unix(path, loop, this::acceptable);
        socket.listen(true);
    }

    /** Listens at a path; whoever holds the home's lock may remove what a dead manager left there. */
    public static LaneServer open(Path path, IoEventLoop loop, Taker taker) throws IOException {
        return new LaneServer(path, loop, taker);
    }

    public Path path() {
        return path;
    }

    private void acceptable() {
        for (int fd = socket.accept(); fd >= 0; fd = socket.accept()) {
            try {
                // Only asked who the peer is; the channel is never registered, so it never reads.
                PeerCredentials peer = new EpollDomainSocketChannel(fd).peerCredentials();
                taker.connected(peer.pid(), peer.uid(), fd);
            } catch (IOException e) {
                LOG.warn("lane {}: {}", path, e.getMessage());
                Fds.close(fd);
            }
        }
    }

    /** Connected lanes stay. */
    @Override
    public void close() {
        socket.close();
    }
}
