package lbm.manager.cli;

import java.util.List;

/**
 * Runs the commands people use in one JVM, so that one recording of loaded classes covers them all. Started by {@code
 * lbm.manager.install.io.Archives} in an LBM_HOME of its own; manager and worker, started by its first command, record
 * too.
 */
public final class Rehearsal {
    private Rehearsal() {}

    /** Arguments: the ecosystem file to start. Failures of single commands are no matter here; they load classes too. */
    public static void main(String[] args) {
        String file = args[0];
        for (List<String> command : List.of(
                List.of("list"),
                List.of("start", file),
                List.of("start", file),
                List.of("list"),
                List.of("jlist"),
                List.of("ping"),
                List.of("describe", "all"),
                List.of("reload", "all"),
                List.of("restart", "all"),
                List.of("scale", "0", "1"),
                List.of("logs", "--nostream"),
                List.of("validate", file),
                List.of("version"),
                List.of("start", "--help"),
                List.of("stop", "all"),
                List.of("delete", "all"),
                List.of("kill"))) {
            Lbm.run(command.toArray(String[]::new));
        }
        System.exit(0);
    }
}
