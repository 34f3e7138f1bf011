package lbm.manager.channel.io;

import java.io.IOException;

/**
 * A channel that is about to be given to a program. Both ends go into the child: its own, and a duplicate of ours, so
 * that no manager's death ends it.
 *
 * @param ours non-blocking is told with each call, so the child's duplicate does not matter
 */
public record ChannelPair(int ours, int childs) {

    /** Both close-on-exec. */
    public static ChannelPair open() throws IOException {
        int[] ends = new int[2];
        if (Sockets.socketpair(Sockets.AF_UNIX, Sockets.SOCK_STREAM | Sockets.SOCK_CLOEXEC, 0, ends) < 0) {
            throw Sockets.failure("a channel for the program");
        }
        return new ChannelPair(ends[0], ends[1]);
    }

    /** The child has its own copy now. */
    public void closeChilds() {
        Sockets.close(childs);
    }

    public void close() {
        Sockets.close(ours);
        Sockets.close(childs);
    }
}
