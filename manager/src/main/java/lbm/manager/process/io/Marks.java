package lbm.manager.process.io;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import lbm.manager.process.Command;

/** Gives each process that is started a mark of its own, see {@link Command#MARK}. */
final class Marks {

    private static final AtomicLong NEXT = new AtomicLong();

    private Marks() {}

    /** The environment with a mark; one that is there already stays. */
    static Map<String, String> withMark(Map<String, String> env) {
        if (env.containsKey(Command.MARK)) {
            return env;
        }
        Map<String, String> marked = new HashMap<>(env);
        // Unique among living processes: our pid and start time are ours alone.
        marked.put(
                Command.MARK,
                Processes.self().pid() + "-" + Processes.self().startTicks() + "-" + NEXT.incrementAndGet());
        return marked;
    }
}
