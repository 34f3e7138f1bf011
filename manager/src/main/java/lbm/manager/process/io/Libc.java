package lbm.manager.process.io;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The C functions this package calls, bound directly. All return -1 (or null) on failure and leave the reason to
 * {@link #failure}. Constants are those of Linux on x86-64 and aarch64, which agree on every one used here.
 */
final class Libc {

    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;

    static final int F_SETFD = 2;
    static final int F_DUPFD_CLOEXEC = 1030;
    static final int F_SETPIPE_SZ = 1031;
    static final int FD_CLOEXEC = 1;

    static final int PIPE_BUF = 4096;

    static final int P_PID = 1;
    static final int P_PIDFD = 3;
    static final int WNOHANG = 1;
    static final int WEXITED = 4;
    static final int SIGINFO_SIZE = 128;

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int ECHILD = 10;
    static final int EAGAIN = 11;
    static final int ENOSYS = 38;

    // Numbers of system calls younger than 2019 are the same on every architecture.
    static final long SYS_PIDFD_SEND_SIGNAL = 424;
    static final long SYS_PIDFD_OPEN = 434;
    static final long SYS_CLOSE_RANGE = 436;
    static final long SYS_PIDFD_GETFD = 438;
    static final long CLOSE_RANGE_CLOEXEC = 4;

    static {
        Native.register(Libc.class, NativeLibrary.getProcess());
    }

    private Libc() {}

    static native int open(String path, int flags);

    static native int close(int fd);

    static native long write(int fd, byte[] bytes, long count);

    static native int pipe2(int[] fds, int flags);

    static native int fcntl(int fd, int command, int argument);

    static native int kill(int pid, int signal);

    static native int waitid(int idType, int id, Pointer info, int options);

    static native int waitpid(int pid, int[] status, int options);

    static native int setsid();

    static native int execve(Pointer path, Pointer argv, Pointer environ);

    static native int pthread_sigmask(int how, Pointer set, Pointer old);

    static native int sigemptyset(Pointer set);

    static native int sigfillset(Pointer set);

    static native long syscall(long number, long a, long b, long c, long d);

    static native String strerror(int errno);

    /** The last failed call as an exception: {@code what: No such file or directory}. */
    static IOException failure(String what) {
        return failure(what, Native.getLastError());
    }

    static IOException failure(String what, int errno) {
        return new IOException(what + ": " + strerror(errno));
    }

    /** A NUL-terminated copy in UTF-8. @throws IOException the text holds a NUL itself */
    static Memory string(String text) throws IOException {
        return strings(List.of(text), false);
    }

    /** A {@code char *[]} with its strings behind it in one block, ended by NULL. */
    static Memory stringArray(List<String> texts) throws IOException {
        return strings(texts, true);
    }

    private static Memory strings(List<String> texts, boolean pointers) throws IOException {
        long head = pointers ? (texts.size() + 1L) * Native.POINTER_SIZE : 0;
        long size = head;
        byte[][] encoded = new byte[texts.size()][];
        for (int i = 0; i < encoded.length; i++) {
            if (texts.get(i).indexOf('\0') >= 0) {
                throw new IOException("a NUL character in \"" + texts.get(i).replace('\0', '?') + "\"");
            }
            encoded[i] = texts.get(i).getBytes(StandardCharsets.UTF_8);
            size += encoded[i].length + 1L;
        }
        Memory block = new Memory(size);
        block.clear();
        long at = head;
        for (int i = 0; i < encoded.length; i++) {
            if (pointers) {
                block.setPointer((long) i * Native.POINTER_SIZE, block.share(at));
            }
            block.write(at, encoded[i], 0, encoded[i].length);
            at += encoded[i].length + 1L;
        }
        return block;
    }
}
