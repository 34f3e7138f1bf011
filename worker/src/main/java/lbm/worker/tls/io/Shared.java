package lbm.worker.tls.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that all workers of an app share: one of them writes, the others find them whole. For the owner's eyes only. */
final class Shared {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private Shared() {}

    /** What one process does while the others wait. */
    interface Task<T> {
        T run() throws IOException;
    }

    /** Runs a task while no other process runs one of the same name. */
    static <T> T alone(Path folder, String name, Task<T> task) throws IOException {
        Files.createDirectories(folder, OWNERS_FOLDER);
        Path lock = folder.resolve(name + ".lock");
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // Closing the channel ends the lock, and so does the end of the process.
        try (FileChannel channel = FileChannel.open(lock, options, OWNER)) {
            if (!channel.lock().isValid()) {
                throw new IOException(lock + " cannot be locked");
            }
            return task.run();
        }
    }

    /** Puts a whole file in the place of the one that is there. */
    static void write(Path file, String text) throws IOException {
        Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), "", OWNER);
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
