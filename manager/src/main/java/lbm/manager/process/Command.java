package lbm.manager.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to start.
 *
 * @param argv program and arguments; a program without {@code /} is looked up on the PATH of {@code env}
 * @param env the whole environment of the process: nothing is inherited
 * @param cwd absolute
 */
public record Command(List<String> argv, Map<String, String> env, Path cwd) {

    /**
     * Variable that marks a process and, as it is inherited, all its descendants. A spawner sets it to a fresh value
     * where {@code env} has none.
     */
    public static final String MARK = "LBM_SPAWN";

    /** @throws IllegalArgumentException no program is named */
    public Command {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
        if (argv.isEmpty() || argv.get(0).isEmpty()) {
            throw new IllegalArgumentException("a command names no program");
        }
    }
}
