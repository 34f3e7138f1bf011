package lbm.manager.ecosystem;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Turns what is written into absolute paths. */
record Paths(Path userHome) {

    /** Relative to {@code base}; {@code ~} is the user's home; empty for what can be no path here. */
    Optional<Path> resolve(Path base, String written) {
        try {
            if (written.equals("~") || written.startsWith("~/")) {
                return Optional.of(userHome.resolve(written.substring(Math.min(2, written.length())))
                        .normalize());
            }
            return Optional.of(base.resolve(written).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
