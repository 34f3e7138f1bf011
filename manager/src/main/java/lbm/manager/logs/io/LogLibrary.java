package lbm.manager.logs.io;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The C functions logs need beyond Java's: descriptors are pipes of children, and memory must outlive this process.
 * Addresses are plain numbers (64-bit Linux only). All return -1 on failure, see {@link #failure}.
 */
final class LogLibrary {

    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0x40;
    static final int O_APPEND = 0x400;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final int SEEK_END = 2;
    static final int SPLICE_F_NONBLOCK = 2;

    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int PUNCH_HOLE_KEEP_SIZE = 3;
    private static final long MAP_FAILED = -1;
    private static final long FIONREAD = 0x541B;

    static {
        Native.register(LogLibrary.class, NativeLibrary.getProcess());
    }

    private LogLibrary() {}

    static native int open(String path, int flags, int mode);

    static native int close(int fd);

    static native int pipe2(int[] fds, int flags);

    static native long read(int fd, long address, long count);

    static native long write(int fd, long address, long count);

    static native long tee(int from, int to, long count, int flags);

    static native long lseek(int fd, long offset, int whence);

    static native int ftruncate(int fd, long length);

    /** Returns the error number, 0 when done. */
    static native int posix_fallocate(int fd, long offset, long length);

    static native int fallocate(int fd, int mode, long offset, long length);

    static native int ioctl(int fd, long request, int[] argument);

    static native long mmap(long address, long length, int protection, int flags, int fd, long offset);

    static native int munmap(long address, long length);

    static native String strerror(int errno);

    /** Bytes that can be read from a pipe now; 0 also where that cannot be told. */
    static int available(int pipe) {
        int[] count = new int[1];
        return ioctl(pipe, FIONREAD, count) < 0 ? 0 : count[0];
    }

    /** Maps a file so that what is written to it stays when this process is killed. */
    static long map(int fd, long length) throws IOException {
        long address = mmap(0, length, PROT_READ_WRITE, MAP_SHARED, fd, 0);
        if (address == MAP_FAILED) {
            throw failure("mmap");
        }
        return address;
    }

    /** Memory of this process alone, for when no file can be had. */
    static long mapAnonymous(long length) throws IOException {
        long address = mmap(0, length, PROT_READ_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (address == MAP_FAILED) {
            throw failure("mmap");
        }
        return address;
    }

    /** Gives a file's blocks back; where its file system cannot, nothing happens. */
    static void punchHole(int fd, long offset, long length) {
        fallocate(fd, PUNCH_HOLE_KEEP_SIZE, offset, length);
    }

    static ByteBuffer memory(long address, int length) {
        return new Pointer(address).getByteBuffer(0, length);
    }

    static long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    static IOException failure(String what) {
        return new IOException(what + ": " + reason());
    }

    /** Why the last call failed: {@code No space left on device}. */
    static String reason() {
        return strerror(Native.getLastError());
    }
}
