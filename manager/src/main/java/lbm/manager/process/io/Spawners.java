package lbm.manager.process.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lbm.manager.process.Command;

/** Picks the spawner this machine can bear. */
public final class Spawners {

    private Spawners() {}

    /** {@link PosixSpawner} if it starts {@code true}, else {@link JdkSpawner}. Takes a few milliseconds. */
    public static Spawner probe() {
        try {
            Spawned spawned = new PosixSpawner().spawn(new Command(List.of("true"), Map.of(), Path.of("/")));
            Descriptors.close(spawned.stdout());
            Descriptors.close(spawned.stderr());
            Libc.waitpid((int) spawned.id().pid(), new int[1], 0);
            return new PosixSpawner();
        } catch (IOException | LinkageError e) {
            return new JdkSpawner();
        }
    }
}
