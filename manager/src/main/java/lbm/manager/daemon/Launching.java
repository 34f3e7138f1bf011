package lbm.manager.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lbm.manager.process.Command;

/** What a process will be started with, while {@link Attendant}s add to it. */
final class Launching {

    private static final int FIRST = 3;

    private final List<String> prefix = new ArrayList<>();
    private final List<String> argv;
    private final Map<String, String> env;
    private final Path cwd;
    private final Map<Integer, Integer> descriptors = new TreeMap<>();

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

    /**
     * Hands a descriptor on; it stays the caller's.
     *
     * @return its number in the child: 3 and up in the order of the calls
     */
    int inherit(int fd) {
        int number = FIRST + descriptors.size();
        descriptors.put(number, fd);
        return number;
    }

    Command command() {
        return new Command(launched(argv), env, cwd, descriptors);
    }
}
