package lbm.manager.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads {@code run/status.json}, which the manager writes each second and before it answers a command that changes
 * something: the road of {@code lbm list} without a socket, which would cost 30 ms more.
 */
final class StatusFile {
    /** The manager writes each second; three missed writes mean that it is gone, stopped or overloaded: ask it. */
    private static final long OLDEST_MILLIS = 3_000;

    private StatusFile() {}

    /**
     * The status document, if the manager that wrote it lives and wrote it just now.
     *
     * @param nowMillis wall clock, since that is what two processes share
     */
    static Optional<JsonObject> fresh(Path file, long nowMillis) {
        return last(file).filter(status -> {
            // A manager in whose document nothing has changed only touches the file.
            long age = nowMillis - Math.max(status.number("time"), file.toFile().lastModified());
            return age >= -OLDEST_MILLIS
                    && age <= OLDEST_MILLIS
                    && status.text("started").equals(ProcFile.startTicks(status.number("pid")));
        });
    }

    /** The last status document, however old; empty when there is none that can be read. */
    static Optional<JsonObject> last(Path file) {
        try {
            return Optional.of(JsonReader.object(Files.readString(file)));
        } catch (IOException | IllegalArgumentException e) {
            // Missing, or of another version: the socket knows better.
            return Optional.empty();
        }
    }
}
