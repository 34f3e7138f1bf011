package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JSON file that is whole at every instant: written beside, then renamed. The rename is what a killed process needs,
 * so it is done at once; fsync is what a power cut needs, so it follows on a thread of its own and a stalled disk does
 * not stall the loop.
 */
final class StateFile {

    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private final Path temporary;
    private final Executor disk;
    private boolean failing;
    private volatile boolean syncing;

    /** @param disk where fsync(2) is waited for */
    StateFile(Path path, Executor disk) {
        this.path = path;
        this.disk = disk;
        this.temporary = path.resolveSibling(path.getFileName() + ".tmp");
    }

    /**
     * Replaces the file.
     *
     * @param durable whether it shall outlive a power cut too
     */
    void write(byte[] document, boolean durable) {
        try {
            replace(path, temporary, document, false);
            if (failing) {
                LOG.info("{} can be written again", path);
                failing = false;
            }
            if (durable && !syncing) {
                syncing = true;
                disk.execute(this::sync);
            }
        } catch (IOException e) {
            // A full disk must not stop the manager: what runs goes on, the next change tries again.
            if (!failing) {
                LOG.error("{} cannot be written: {}", path, Logging.line(e));
                failing = true;
            }
        }
    }

    /**
     * Replaces a file once and for all: when this returns it outlives a power cut.
     *
     * @throws IOException it is as it was before
     */
    static void replace(Path path, JsonNode document) throws IOException {
        replace(path, path.resolveSibling(path.getFileName() + ".tmp"), JSON.writeValueAsBytes(document), true);
    }

    /**
     * Replaces a file whole; a power cut may bring back the old one.
     *
     * @throws IOException it is as it was before
     */
    static void replaceSoon(Path path, JsonNode document) throws IOException {
        replace(path, path.resolveSibling(path.getFileName() + ".tmp"), JSON.writeValueAsBytes(document), false);
    }

    private static void replace(Path path, Path temporary, byte[] bytes, boolean sync) throws IOException {
        Files.deleteIfExists(temporary);
        try (FileChannel file = FileChannel.open(
                temporary,
                java.util.Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            if (sync) {
                file.force(true);
            }
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes the file young without writing it; false: it could not be done. */
    boolean touch() {
        try {
            Files.setLastModifiedTime(path, FileTime.fromMillis(System.currentTimeMillis()));
            return true;
        } catch (IOException e) {
            return false; // Gone, or the disk is full: a whole write tells more.
        }
    }

    boolean failing() {
        return failing;
    }

    private void sync() {
        syncing = false;
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            file.force(true);
        } catch (IOException e) {
            LOG.warn("fsync of {}: {}", path, e.getMessage());
        }
    }

    /**
     * The document; empty when there is none.
     *
     * @throws IOException it cannot be read, or is no JSON object
     */
    static Optional<JsonNode> read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        JsonNode document = JSON.readTree(Files.readAllBytes(path));
        if (!document.isObject()) {
            throw new IOException("no JSON object, " + Files.size(path) + " bytes");
        }
        return Optional.of(document);
    }

    /** {@link #read}, but what cannot be read is set aside, so that the next write does not destroy it. */
    static Optional<JsonNode> readOrSetAside(Path path) {
        try {
            return read(path);
        } catch (IOException e) {
            LOG.error("{} cannot be read: {}; nothing of it is taken over", path, e.getMessage());
            setAside(path);
            return Optional.empty();
        }
    }

    /** Keeps a copy as it is, beside, until the next time. */
    static void setAside(Path path) {
        Path copy = path.resolveSibling(path.getFileName() + ".bad");
        try {
            Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            LOG.error("it is kept as {}", copy);
        } catch (IOException e) {
            LOG.error("it cannot be kept as {}: {}", copy, e.getMessage());
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("{}: {}", path, e.getMessage());
        }
    }
}
