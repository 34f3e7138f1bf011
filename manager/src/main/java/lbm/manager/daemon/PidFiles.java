package lbm.manager.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the process id of each instance to {@code pids/} and, where the app names a {@code pid_file}, there too; takes
 * both away at its end. A file is whole whenever it is read. What cannot be written is told and hinders nothing.
 */
final class PidFiles implements Attendant {

    private static final Logger LOG = LoggerFactory.getLogger(PidFiles.class);

    private final Home home;

    PidFiles(Home home) {
        this.home = home;
    }

    @Override
    public void started(Run run) {
        for (Path file : files(run)) {
            try {
                write(file, Long.toString(run.process.pid()));
            } catch (IOException e) {
                LOG.warn("pid file of {}: {}", run.spec.name(), Logging.line(e));
            }
        }
    }

    @Override
    public void ended(Run run) {
        for (Path file : files(run)) {
            try {
                // After a reload the file is the successor's already.
                if (Files.exists(file) && Files.readString(file).strip().equals(Long.toString(run.process.pid()))) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                LOG.warn("pid file of {}: {}", run.spec.name(), Logging.line(e));
            }
        }
    }

    private List<Path> files(Run run) {
        List<Path> files = new ArrayList<>(List.of(home.pid(run.spec.name(), run.key.id())));
        run.spec.launch().pidFile().ifPresent(file -> files.add(numbered(file, run.key.id())));
        return files;
    }

    /** {@code /run/app.pid} of instance 3 is {@code /run/app-3.pid}, as under PM2: no two instances share one. */
    static Path numbered(Path file, int id) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return file.resolveSibling(dot > 0 ? name.substring(0, dot) + "-" + id + name.substring(dot) : name + "-" + id);
    }

    private static void write(Path file, String pid) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        // A name of its own in the same folder: another user's link of a name that can be guessed is not followed.
        Path beside = Files.createTempFile(
                folder,
                ".lbm-",
                ".pid",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        try {
            Files.writeString(beside, pid);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
