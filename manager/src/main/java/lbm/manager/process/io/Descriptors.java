package lbm.manager.process.io;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Bare file descriptors. */
public final class Descriptors {

    private static final int ANY = 3;

    private Descriptors() {}

    /** Closes one; an error of close(2) cannot be acted on, the descriptor is gone either way. */
    public static void close(int fd) {
        Libc.close(fd);
    }

    /** Another descriptor, 3 or above and close-on-exec, for the same open file. */
    public static int dup(int fd) throws IOException {
        int copy = Libc.fcntl(fd, Libc.F_DUPFD_CLOEXEC, ANY);
        if (copy < 0) {
            throw Libc.failure("dup of " + fd);
        }
        return copy;
    }

    /**
     * The reading end of a living process's output, for a manager that adopts it.
     *
     * @param fd 1 or 2
     * @return non-blocking, close-on-exec, the caller's; empty: it is gone, or its output is no pipe
     */
    public static OptionalInt openOutput(long pid, int fd) {
        Path link = Path.of("/proc", Long.toString(pid), "fd", Integer.toString(fd));
        try {
            if (!Files.readSymbolicLink(link).toString().startsWith("pipe:")) {
                return OptionalInt.empty();
            }
        } catch (IOException e) {
            return OptionalInt.empty();
        }
        int end = Libc.open(link.toString(), Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        return end < 0 ? OptionalInt.empty() : OptionalInt.of(end);
    }

    /** Marks every descriptor from 3 on close-on-exec: the JVM opens nearly all of its own without. */
    public static void closeOnExecAll() throws IOException {
        if (Libc.syscall(Libc.SYS_CLOSE_RANGE, ANY, 0xFFFFFFFFL, Libc.CLOSE_RANGE_CLOEXEC, 0) == 0) {
            return;
        }
        int errno = Native.getLastError();
        try (var entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path entry : entries) {
                int fd = Integer.parseInt(entry.getFileName().toString());
                if (fd >= ANY) {
                    Libc.fcntl(fd, Libc.F_SETFD, Libc.FD_CLOEXEC);
                }
            }
        } catch (IOException e) {
            e.addSuppressed(Libc.failure("close_range", errno));
            throw e;
        }
    }

    /** Lets a descriptor live on over {@link Self#exec}. Call it after {@link #closeOnExecAll}. */
    public static void keepOnExec(int fd) throws IOException {
        if (Libc.fcntl(fd, Libc.F_SETFD, 0) < 0) {
            throw Libc.failure("fcntl of " + fd);
        }
    }
}
