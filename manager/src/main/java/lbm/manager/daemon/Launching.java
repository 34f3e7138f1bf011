package lbm.manager.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lbm.manager.process.Command;

/** What a process will be started with, while {@link Attendant}s add to it. */
final class Launching {

    private final List<String> prefix = new ArrayList<>();
    private final List<String> argv;
    private final Map<String, String> env;
    private final Path cwd;

    /**
     * @param argv program and arguments
     * @param env changed by who sets a variable
     */
    Launching(List<String> argv, Map<String, String> env, Path cwd) {
        this.argv = List.copyOf(argv);
        this.env = env;
        this.cwd = cwd;
    }

    /** The environment of the process; may be changed. */
    Map<String, String> env() {
        return env;
    }

    /** Has another program start this one: it ends in exec(3), so that the process id stays. */
    void through(List<String> launcher) {
        prefix.addAll(0, launcher);
    }

    /** What starts the program in the end, outermost first. */
    List<String> launchers() {
        return List.copyOf(prefix);
    }

    /** Another program, started by the same launchers in the same folder. */
    Command beside(List<String> other, Map<String, String> environment) {
        return new Command(launched(other), environment, cwd);
    }

    private List<String> launched(List<String> program) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(program);
        return whole;
    }

    Command command() {
        return new Command(launched(argv), env, cwd);
    }
}
