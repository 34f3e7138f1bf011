package lbm.manager.cli;

import java.nio.file.Path;
import java.util.Map;
import lbm.manager.spec.ExitCode;

/** LBM_HOME and the places in it that a client reads. */
public record Home(Path path) {

    /**
     * {@code LBM_HOME}, else {@code ~/.lbm}; absolute.
     *
     * @throws Failure when neither is set
     */
    public static Home of(Map<String, String> environment) {
        String set = environment.getOrDefault("LBM_HOME", "");
        if (!set.isEmpty()) {
            return new Home(Path.of(set).toAbsolutePath().normalize());
        }
        String user = environment.getOrDefault("HOME", "");
        if (user.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "neither LBM_HOME nor HOME is set; set LBM_HOME to a folder of your own");
        }
        return new Home(Path.of(user).toAbsolutePath().resolve(".lbm"));
    }

    /** The control socket. */
    public Path socket() {
        return path.resolve("lbm.sock");
    }

    /** What the manager last said of itself; see {@link StatusFile}. */
    public Path status() {
        return path.resolve("run/status.json");
    }

    /** What the next manager takes over or starts again; gone when a manager has ended with nothing to remember. */
    public Path state() {
        return path.resolve("state.json");
    }

    /** Where a detached manager's stdout and stderr go. */
    public Path log() {
        return path.resolve("lbm.log");
    }
}
