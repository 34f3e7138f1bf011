package lbm.manager.process.io;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import lbm.manager.process.Command;
import lbm.manager.process.Exit;
import lbm.manager.process.ProcessId;

/**
 * The fallback by {@link ProcessBuilder} and sh, for C libraries without what {@link PosixSpawner} needs. It costs a
 * thread a child, leaves SIGQUIT blocked in children on JDK 17, and cannot tell exit code 143 from SIGTERM.
 */
public final class JdkSpawner implements Spawner {

    /** setsid(1) gives the session; sh opens its own input and output for reading and writing, see {@link InputPipe} and {@link OutputPipe}. */
    private static final List<String> PREFIX = List.of(
            "setsid", "sh", "-c", "exec 0<>/proc/self/fd/0 1<>/proc/self/fd/1 2<>/proc/self/fd/2; exec \"$0\" \"$@\"");

    private static final int SIGNALLED = 128;

    /** Ends of children that the JDK reaped before a {@link ProcessWatch} could; taken once. */
    private static final Map<ProcessId, CompletableFuture<Exit>> ENDS = new ConcurrentHashMap<>();

    @Override
    public Spawned spawn(Command command) throws IOException {
        if (!command.descriptors().isEmpty()) {
            throw new IOException("this system's C library cannot hand descriptors on to a program"
                    + " (it takes glibc 2.34): no inherited listener and no channel of Node's here");
        }
        List<String> argv = new ArrayList<>(PREFIX);
        argv.add(ProgramPath.find(command).toString());
        argv.addAll(command.argv().subList(1, command.argv().size()));
        try (OutputPipe out = OutputPipe.open();
                OutputPipe err = OutputPipe.open();
                InputPipe in = InputPipe.open()) {
            ProcessBuilder builder = new ProcessBuilder(argv)
                    .directory(command.cwd().toFile())
                    .redirectInput(new File("/proc/self/fd/" + in.childEnd()))
                    .redirectOutput(new File("/proc/self/fd/" + out.childEnd()))
                    .redirectError(new File("/proc/self/fd/" + err.childEnd()));
            builder.environment().clear();
            builder.environment().putAll(Marks.withMark(command.env()));
            builder.environment().putIfAbsent("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
            Process process = builder.start();
            ProcessId id = Processes.identify(process.pid())
                    .orElseGet(() -> new ProcessId(process.pid(), 0, Processes.bootId()));
            ENDS.put(id, process.onExit().thenApply(ended -> exitOf(ended.exitValue())));
            return new Spawned(id, out.takeReadEnd(), err.takeReadEnd());
        }
    }

    @Override
    public boolean handsOn() {
        return false;
    }

    private static Exit exitOf(int value) {
        return value > SIGNALLED && value <= SIGNALLED + 64
                ? new Exit.Signal(value - SIGNALLED, false)
                : new Exit.Code(value);
    }

    /** The end of one of this spawner's children, once; empty: it is none. */
    static Optional<CompletableFuture<Exit>> takeEnd(ProcessId id) {
        return Optional.ofNullable(ENDS.remove(id));
    }
}
