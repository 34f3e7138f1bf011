package lbm.manager.spec;

import java.nio.file.Path;
import java.util.Optional;

/**
 * As whom and within which limits a process is started.
 *
 * @param user name or number; empty: the manager's
 * @param group name or number; empty: the user's own
 * @param pidFile where its process id is written too; absolute
 */
public record Launch(
        Optional<String> user, Optional<String> group, Optional<Path> pidFile, EnvFilter filterEnv, Limits limits) {

    /** As the manager itself. */
    public static final Launch PLAIN =
            new Launch(Optional.empty(), Optional.empty(), Optional.empty(), EnvFilter.NONE, Limits.NONE);
}
