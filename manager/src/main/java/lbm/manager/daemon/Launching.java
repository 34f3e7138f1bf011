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

    private final List<String> argv;
    private final Map<String, String> env;
    private final Path cwd;
    private final Map<Integer, Integer> descriptors = new TreeMap<>();

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
        return new Command(argv, env, cwd, descriptors);
    }
}
