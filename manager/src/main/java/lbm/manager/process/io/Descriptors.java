package lbm.manager.process.io;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import lbm.manager.process.ProcessId;

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
     * The pipe behind a descriptor of this process: {@code pipe:[4711]}, unique while it is open anywhere.
     *
     * @return empty: it is no pipe
     */
    public static Optional<String> pipeName(int fd) {
        return pipe(Path.of("/proc/self/fd", Integer.toString(fd)));
    }

    private static Optional<String> pipe(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString()).filter(name -> name.startsWith("pipe:"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The reading end of a living process's output, for a manager that adopts it and knows no better:
     * {@link #openPipe} finds the right pipe also while a shell has its output redirected.
     *
     * @param fd 1 or 2
     * @return non-blocking, close-on-exec, the caller's; empty: it is gone, or its output is no pipe
     */
    public static OptionalInt openOutput(long pid, int fd) {
        Path link = Path.of("/proc", Long.toString(pid), "fd", Integer.toString(fd));
        return pipe(link).isPresent() ? openEnd(link) : OptionalInt.empty();
    }

    private static OptionalInt openEnd(Path link) {
        int end = Libc.open(link.toString(), Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        return end < 0 ? OptionalInt.empty() : OptionalInt.of(end);
    }

    /**
     * The reading end of a pipe that a process, or another of its tree, holds at whatever number.
     *
     * @param name as {@link #pipeName} told it
     * @return non-blocking, close-on-exec, the caller's; empty: none of them holds it
     */
    public static OptionalInt openPipe(ProcessId process, String name) {
        OptionalInt end = openHeld(process.pid(), name);
        if (end.isPresent()) {
            return end;
        }
        try {
            for (ProcessId member : Processes.treeOf(process, Optional.empty())) {
                end = openHeld(member.pid(), name);
                if (end.isPresent()) {
                    return end;
                }
            }
        } catch (IOException e) {
            return OptionalInt.empty();
        }
        return OptionalInt.empty();
    }

    private static OptionalInt openHeld(long pid, String name) {
        try (var links = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path link : links) {
                if (pipe(link).filter(name::equals).isPresent()) {
                    return openEnd(link);
                }
            }
        } catch (IOException e) {
            return OptionalInt.empty(); // It has ended.
        }
        return OptionalInt.empty();
    }

    /**
     * The socket behind a descriptor of this process: {@code socket:[4711]}, unique while it is open anywhere.
     *
     * @return empty: it is no socket
     */
    public static Optional<String> socketName(int fd) {
        return socket(Path.of("/proc/self/fd", Integer.toString(fd)));
    }

    /** The same of a descriptor of another process. */
    public static Optional<String> socketName(ProcessId process, int fd) {
        return socket(Path.of("/proc", Long.toString(process.pid()), "fd", Integer.toString(fd)));
    }

    private static Optional<String> socket(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString()).filter(name -> name.startsWith("socket:"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Takes a duplicate of a socket that a living process holds at whatever number, by pidfd_getfd(2) of Linux 5.6.
     *
     * @param wanted tells by its name whether a socket is the one
     * @param right tells by the duplicate; one that is not is closed again
     * @return close-on-exec, the caller's; empty: the process holds no such socket, or is gone
     * @throws IOException the kernel refuses it: another user's process, or kernel.yama.ptrace_scope is 1 or more and
     *     the manager has no CAP_SYS_PTRACE
     */
    public static OptionalInt takeSocket(ProcessId process, Predicate<String> wanted, IntPredicate right)
            throws IOException {
        int pidfd = Pidfd.open(process);
        if (pidfd == Pidfd.GONE) {
            return OptionalInt.empty();
        }
        try (var links = Files.newDirectoryStream(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            for (Path link : links) {
                if (socket(link).filter(wanted).isPresent()) {
                    int number = Integer.parseInt(link.getFileName().toString());
                    int copy = (int) Libc.syscall(Libc.SYS_PIDFD_GETFD, pidfd, number, 0, 0);
                    if (copy < 0 && Native.getLastError() == Libc.EPERM) {
                        throw Libc.failure("a socket of process " + process.pid());
                    }
                    if (copy >= 0 && right.test(copy)) {
                        return OptionalInt.of(copy);
                    }
                    if (copy >= 0) {
                        Libc.close(copy);
                    }
                }
            }
        } finally {
            Libc.close(pidfd);
        }
        return OptionalInt.empty();
    }

    /** Descriptors of this process for a file; none where it cannot be told. */
    public static Set<Integer> openOn(Path file) {
        Set<Integer> open = new HashSet<>();
        try (var links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            Path real = file.toRealPath();
            for (Path link : links) {
                if (leadsTo(link, real)) {
                    open.add(Integer.parseInt(link.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            return Set.of(); // It is not there, so nobody has it open under that name.
        }
        return open;
    }

    private static boolean leadsTo(Path link, Path real) {
        try {
            return Files.readSymbolicLink(link).equals(real);
        } catch (IOException e) {
            return false; // Closed meanwhile: the listing's own.
        }
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
