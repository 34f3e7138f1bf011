package lbm.manager.process.io;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lbm.manager.process.ProcessId;

/**
 * A pipe for a child's input. The child's end is open for reading and writing, so the child itself keeps it from ever
 * being at its end: it reads on while no manager runs, and whoever may look into {@code /proc/PID/fd} can write to it. No
 * descriptor stays with the manager.
 */
public final class InputPipe implements AutoCloseable {

    /** Room for what a program has not read yet. */
    private static final int SIZE = 16 * 1024;

    private final int childEnd;

    private InputPipe(int childEnd) {
        this.childEnd = childEnd;
    }

    static InputPipe open() throws IOException {
        int[] ends = new int[2];
        if (Libc.pipe2(ends, Libc.O_CLOEXEC) < 0) {
            throw Libc.failure("pipe");
        }
        int both = Libc.open("/proc/self/fd/" + ends[1], Libc.O_RDWR | Libc.O_CLOEXEC);
        IOException failed = both < 0 ? Libc.failure("open of a pipe for reading and writing") : null;
        Libc.close(ends[0]);
        Libc.close(ends[1]);
        if (failed == null && both <= 2) {
            int low = both;
            both = Libc.fcntl(low, Libc.F_DUPFD_CLOEXEC, 3);
            failed = both < 0 ? Libc.failure("dup") : null;
            Libc.close(low);
        }
        if (failed != null) {
            throw failed;
        }
        if (Libc.fcntl(both, Libc.F_SETPIPE_SZ, SIZE) < 0) {
            Native.setLastError(0); // The kernel's own size does too.
        }
        return new InputPipe(both);
    }

    int childEnd() {
        return childEnd;
    }

    /**
     * Writes to the standard input of a process, all or nothing, and never waits.
     *
     * @param bytes at most 4096, what the kernel writes in one piece (pipe(7)); none: only looks whether it could be
     * @throws IOException one line: it is gone, reads no pipe, or has not read what it was sent before
     */
    public static void write(ProcessId process, byte[] bytes) throws IOException {
        if (bytes.length > Libc.PIPE_BUF) {
            throw new IOException("a line has at most " + (Libc.PIPE_BUF - 1) + " bytes, not " + (bytes.length - 1));
        }
        Path link = Path.of("/proc", Long.toString(process.pid()), "fd", "0");
        String input = Processes.alive(process) ? Files.readSymbolicLink(link).toString() : "";
        if (!input.startsWith("pipe:")) {
            throw new IOException(
                    input.isEmpty()
                            ? "the process has ended"
                            : "its standard input is " + input
                                    + ": it was started by an older lbm or has replaced it; a restart may help");
        }
        int fd = Libc.open(link.toString(), Libc.O_WRONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        if (fd < 0) {
            throw Libc.failure("its standard input cannot be opened");
        }
        try {
            if (bytes.length > 0 && Libc.write(fd, bytes, bytes.length) != bytes.length) {
                throw new IOException(
                        Native.getLastError() == Libc.EAGAIN
                                ? "it does not read its standard input; what was sent before still lies there"
                                : Libc.failure("its standard input").getMessage());
            }
        } finally {
            Libc.close(fd);
        }
    }

    @Override
    public void close() {
        Libc.close(childEnd);
    }
}
