package lbm.manager.process.io;

import lbm.manager.process.Pipes;
import lbm.manager.process.ProcessId;

/**
 * A process just started. The descriptors are the reading ends of its output, non-blocking and close-on-exec; the
 * caller owns them.
 */
public record Spawned(ProcessId id, int stdout, int stderr) {

    /** Names of the pipes behind the two. */
    public Pipes pipes() {
        return new Pipes(
                Descriptors.pipeName(stdout).orElse(""),
                Descriptors.pipeName(stderr).orElse(""));
    }
}
