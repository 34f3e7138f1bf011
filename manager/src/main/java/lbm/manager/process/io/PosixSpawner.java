package lbm.manager.process.io;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lbm.manager.process.Command;
import lbm.manager.process.ProcessId;
import lbm.manager.process.Signal;

/**
 * posix_spawn(3): 1.3 ms and no thread a child, every signal at its default and unblocked. Needs glibc 2.34.
 *
 * @see Spawners#probe()
 */
public final class PosixSpawner implements Spawner {

    @Override
    public Spawned spawn(Command command) throws IOException {
        Path program = ProgramPath.find(command);
        try (OutputPipe out = OutputPipe.open();
                OutputPipe err = OutputPipe.open();
                InputPipe in = InputPipe.open();
                Inherited inherited = Inherited.of(command.descriptors())) {
            int pid = launch(program, command, in.childEnd(), out.childEnd(), err.childEnd(), inherited);
            // Ours and not yet reaped, so its number and its line in /proc are there even if it ended already.
            ProcessId id = Processes.identify(pid).orElse(null);
            if (id == null) {
                Libc.kill(pid, Signal.KILL.number());
                Libc.waitpid(pid, new int[1], 0);
                throw new IOException("cannot read /proc/" + pid + "/stat: is /proc mounted?");
            }
            return new Spawned(id, out.takeReadEnd(), err.takeReadEnd());
        }
    }

    private static int launch(Path program, Command command, int stdin, int stdout, int stderr, Inherited inherited)
            throws IOException {
        try (Memory path = Libc.string(program.toString());
                Memory cwd = Libc.string(command.cwd().toString());
                Memory argv = Libc.stringArray(command.argv());
                Memory environ = Libc.stringArray(variables(Marks.withMark(command.env())));
                Memory actions = new Memory(SpawnLibrary.STRUCT_SIZE);
                Memory attributes = new Memory(SpawnLibrary.STRUCT_SIZE);
                Memory signals = new Memory(SpawnLibrary.STRUCT_SIZE)) {
            check(SpawnLibrary.posix_spawn_file_actions_init(actions));
            try {
                check(SpawnLibrary.posix_spawnattr_init(attributes));
                try {
                    fill(actions, cwd, stdin, stdout, stderr, inherited);
                    fill(attributes, signals);
                    int[] pid = new int[1];
                    int errno = SpawnLibrary.posix_spawn(pid, path, actions, attributes, argv, environ);
                    if (errno != 0) {
                        throw ProgramPath.explain(program, errno);
                    }
                    return pid[0];
                } finally {
                    SpawnLibrary.posix_spawnattr_destroy(attributes);
                }
            } finally {
                SpawnLibrary.posix_spawn_file_actions_destroy(actions);
            }
        }
    }

    private static void fill(Memory actions, Memory cwd, int stdin, int stdout, int stderr, Inherited inherited)
            throws IOException {
        check(SpawnLibrary.posix_spawn_file_actions_adddup2(actions, stdin, 0));
        check(SpawnLibrary.posix_spawn_file_actions_adddup2(actions, stdout, 1));
        check(SpawnLibrary.posix_spawn_file_actions_adddup2(actions, stderr, 2));
        for (var entry : inherited.moves().entrySet()) {
            check(SpawnLibrary.posix_spawn_file_actions_adddup2(actions, entry.getValue(), entry.getKey()));
        }
        for (int hole : inherited.holes()) {
            // A number that is not open is no error here, see posix_spawn_file_actions_addclose(3).
            check(SpawnLibrary.posix_spawn_file_actions_addclose(actions, hole));
        }
        // Nearly no descriptor of a JVM is close-on-exec.
        check(SpawnLibrary.posix_spawn_file_actions_addclosefrom_np(actions, inherited.end()));
        check(SpawnLibrary.posix_spawn_file_actions_addchdir_np(actions, cwd));
    }

    private static void fill(Memory attributes, Memory signals) throws IOException {
        // Threads of a JVM block SIGQUIT, and children inherit that: nginx and others would never hear their stop.
        Libc.sigemptyset(signals);
        check(SpawnLibrary.posix_spawnattr_setsigmask(attributes, signals));
        Libc.sigfillset(signals);
        check(SpawnLibrary.posix_spawnattr_setsigdefault(attributes, signals));
        check(SpawnLibrary.posix_spawnattr_setflags(
                attributes, (short) (SpawnLibrary.SETSID | SpawnLibrary.SETSIGMASK | SpawnLibrary.SETSIGDEF)));
    }

    private static void check(int errno) throws IOException {
        if (errno != 0) {
            throw Libc.failure("cannot prepare a process", errno);
        }
    }

    /** {@code NAME=value} each, as execve(2) wants them. */
    static List<String> variables(Map<String, String> env) {
        List<String> variables = new ArrayList<>(env.size());
        env.forEach((name, value) -> variables.add(name + "=" + value));
        return variables;
    }
}
