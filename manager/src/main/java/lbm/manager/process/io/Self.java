package lbm.manager.process.io;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lbm.manager.process.Command;

/** What this process does to itself. */
public final class Self {

    private static final int SIG_SETMASK = 2;
    private static final int SIGSET_SIZE = 128;

    private Self() {}

    /** Leaves the terminal and the session of whoever started us. @throws IOException we lead a group already */
    public static void setsid() throws IOException {
        if (Libc.setsid() < 0) {
            throw Libc.failure("setsid");
        }
    }

    /** {@link #exec(List, Map, Set)} that keeps no descriptor but 0, 1 and 2. */
    public static void exec(List<String> argv, Map<String, String> env) throws IOException {
        exec(argv, env, Set.of());
    }

    /**
     * Becomes another program, with the same pid and so with the same children. All threads end where they are: no
     * shutdown hook runs, no buffer is flushed. Every descriptor from 3 on is closed but those to keep.
     *
     * @throws IOException it could not be started; this process goes on (its descriptors are close-on-exec now)
     */
    public static void exec(List<String> argv, Map<String, String> env, Set<Integer> keep) throws IOException {
        Path program = ProgramPath.find(new Command(argv, env, Path.of("").toAbsolutePath()));
        try (Memory path = Libc.string(program.toString());
                Memory arguments = Libc.stringArray(argv);
                Memory environ = Libc.stringArray(PosixSpawner.variables(env));
                Memory none = new Memory(SIGSET_SIZE);
                Memory before = new Memory(SIGSET_SIZE)) {
            Descriptors.closeOnExecAll();
            for (int fd : keep) {
                Descriptors.keepOnExec(fd);
            }
            // A mask outlives exec, and Java threads block SIGQUIT.
            Libc.sigemptyset(none);
            Libc.pthread_sigmask(SIG_SETMASK, none, before);
            Libc.execve(path, arguments, environ);
            int errno = Native.getLastError();
            Libc.pthread_sigmask(SIG_SETMASK, before, none);
            throw ProgramPath.explain(program, errno);
        }
    }
}
