package lbm.manager.process.io;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * posix_spawn(3) of glibc 2.34 or newer. Apart from {@link Libc} so that an older or other C library fails here only,
 * with an {@link UnsatisfiedLinkError}. Functions return the error number, 0 when done.
 */
final class SpawnLibrary {

    static final short SETSIGDEF = 0x04;
    static final short SETSIGMASK = 0x08;
    static final short SETSID = 0x80;

    /** Room for either opaque struct: 336 and 80 bytes on both architectures, rounded up. */
    static final int STRUCT_SIZE = 1024;

    static {
        Native.register(SpawnLibrary.class, NativeLibrary.getProcess());
    }

    private SpawnLibrary() {}

    static native int posix_spawn(
            int[] pid, Pointer path, Pointer actions, Pointer attributes, Pointer argv, Pointer environ);

    static native int posix_spawnattr_init(Pointer attributes);

    static native int posix_spawnattr_destroy(Pointer attributes);

    static native int posix_spawnattr_setflags(Pointer attributes, short flags);

    static native int posix_spawnattr_setsigmask(Pointer attributes, Pointer set);

    static native int posix_spawnattr_setsigdefault(Pointer attributes, Pointer set);

    static native int posix_spawn_file_actions_init(Pointer actions);

    static native int posix_spawn_file_actions_destroy(Pointer actions);

    static native int posix_spawn_file_actions_addopen(Pointer actions, int fd, String path, int flags, int mode);

    static native int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

    static native int posix_spawn_file_actions_addclose(Pointer actions, int fd);

    static native int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

    static native int posix_spawn_file_actions_addchdir_np(Pointer actions, Pointer path);
}
