package lbm.manager.process.io;

import com.sun.jna.Native;
import java.io.IOException;

/**
 * A pipe for a child's output: {@link #childEnd} is open for reading and writing, so that the child itself keeps its
 * pipe readable while no manager runs, and its successor finds the lines in it.
 */
final class OutputPipe implements AutoCloseable {

    // Non-root users share 64 MB of pipe memory; past it every new pipe of theirs shrinks to two pages.
    private static final int ROOT_SIZE = 1 << 20;
    private static final int USER_SIZE = 1 << 18;
    private static final int TAKEN = -1;

    private int readEnd;
    private final int childEnd;

    private OutputPipe(int readEnd, int childEnd) {
        this.readEnd = readEnd;
        this.childEnd = childEnd;
    }

    static OutputPipe open() throws IOException {
        int[] ends = new int[2];
        if (Libc.pipe2(ends, Libc.O_CLOEXEC | Libc.O_NONBLOCK) < 0) {
            throw Libc.failure("pipe");
        }
        // Opened anew, so that O_NONBLOCK of our end is not the child's: it belongs to the open file, not the pipe.
        int both = Libc.open("/proc/self/fd/" + ends[1], Libc.O_RDWR | Libc.O_CLOEXEC);
        IOException failed = both < 0 ? Libc.failure("open of a pipe for reading and writing") : null;
        Libc.close(ends[1]);
        if (failed == null && both <= 2) {
            // Where the manager itself was started with 0, 1 or 2 closed: dup2 onto 1 must not hit the other pipe.
            int low = both;
            both = Libc.fcntl(low, Libc.F_DUPFD_CLOEXEC, 3);
            failed = both < 0 ? Libc.failure("dup") : null;
            Libc.close(low);
        }
        if (failed != null) {
            Libc.close(ends[0]);
            throw failed;
        }
        boolean root = "root".equals(System.getProperty("user.name"));
        if (Libc.fcntl(both, Libc.F_SETPIPE_SZ, root ? ROOT_SIZE : USER_SIZE) < 0) {
            Native.setLastError(0); // The kernel's default of 64 KB does too: a child then waits for its reader sooner.
        }
        return new OutputPipe(ends[0], both);
    }

    int childEnd() {
        return childEnd;
    }

    /** The reading end, from now on the caller's. */
    int takeReadEnd() {
        int fd = readEnd;
        readEnd = TAKEN;
        return fd;
    }

    @Override
    public void close() {
        Libc.close(childEnd);
        if (readEnd != TAKEN) {
            Libc.close(readEnd);
        }
    }
}
