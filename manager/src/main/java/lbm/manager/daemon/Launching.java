package lbm.manager.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lbm.manager.process.Command;

/** What a process will be started with, while {@link Attendant}s add to it. */
final class Launching {

    private final List<String> argv;
    private final Map<String, String> env;
    private final Path cwd;

    /**
     * @param argv program and arguments
     * @param env changed by who sets a variable
     */
    Launching(List<String> argv, Map<String, String> env, Path cwd) {
        this.argv = new ArrayList<>(argv);
        this.env = env;
        this.cwd = cwd;
    }

    /** The environment of the process; may be changed. */
    Map<String, String> env() {
        return env;
    }

    /** Has another program start this one: it ends in exec(3), so that the process id stays. */
    void through(List<String> prefix) {
        argv.addAll(0, prefix);
    }

    Command command() {
        return new Command(argv, env, cwd);
    }
}
