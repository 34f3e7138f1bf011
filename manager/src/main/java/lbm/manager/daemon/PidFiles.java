package lbm.manager.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the process id of each instance to {@code pids/} and, where the app names a {@code pid_file}, there too; takes
 * both away at its end. A file is whole whenever it is read. What cannot be written is told and hinders nothing.
 */
final class PidFiles implements Attendant {

    private static final Logger LOG = LoggerFactory.getLogger(PidFiles.class);

    /** Bytes of a process id with its line end, and more. */
    private static final int LONGEST = 32;

    private static final SecureRandom NAMES = new SecureRandom();
    private static final Set<OpenOption> NEW_FILE = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final FileAttribute<?> READABLE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

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
                if (read(file).equals(Long.toString(run.process.pid()))) {
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

    /** Empty: it is no file of ours. Its folder may be another user's, who may have put anything there. */
    static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII).strip();
        }
    }

    static void write(Path file, String pid) throws IOException {
        // Made and written by one descriptor, under a name of its own in the same folder: no link that another user
        // puts there is followed.
        Path beside = file.resolveSibling(".lbm-" + Long.toUnsignedString(NAMES.nextLong(), 36) + ".pid");
        try {
            try (SeekableByteChannel out = createIn(file.toAbsolutePath().getParent(), beside)) {
                out.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
    }

    private static SeekableByteChannel createIn(@Nullable Path folder, Path file) throws IOException {
        try {
            return Files.newByteChannel(file, NEW_FILE, READABLE);
        } catch (NoSuchFileException e) {
            if (folder == null) {
                throw e;
            }
            Files.createDirectories(folder);
            return Files.newByteChannel(file, NEW_FILE, READABLE);
        }
    }
}
