package lbm.manager.process;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to start.
 *
 * @param argv program and arguments; a program without {@code /} is looked up on the PATH of {@code env}
 * @param env the whole environment of the process: nothing is inherited
 * @param cwd absolute
 * @param descriptors what it inherits beside 0, 1 and 2: the number it shall have there, and the descriptor of ours,
 *     which stays ours. All others are closed
 */
public record Command(List<String> argv, Map<String, String> env, Path cwd, Map<Integer, Integer> descriptors) {

    /**
     * Variable that marks a process and, as it is inherited, all its descendants. A spawner sets it to a fresh value
     * where {@code env} has none.
     */
    public static final String MARK = "LBM_SPAWN";

    private static final int FIRST = 3;

    /** A program that inherits nothing but its output. */
    public Command(List<String> argv, Map<String, String> env, Path cwd) {
        this(argv, env, cwd, Map.of());
    }

    /** @throws IllegalArgumentException no program is named, or a descriptor has the number of an input or output */
    public Command {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
        descriptors = Collections.unmodifiableMap(new TreeMap<>(descriptors));
        descriptors.keySet().stream().filter(number -> number < FIRST).forEach(number -> {
            throw new IllegalArgumentException("descriptor " + number + " is for input or output");
        });
        if (argv.isEmpty() || argv.get(0).isEmpty()) {
            throw new IllegalArgumentException("a command names no program");
        }
    }
}
