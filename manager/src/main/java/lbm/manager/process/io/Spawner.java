package lbm.manager.process.io;

import java.io.IOException;
import lbm.manager.process.Command;

/** The seam to the operating system: everything that is started goes through here. */
@FunctionalInterface
public interface Spawner {

    /**
     * Starts a program in a session of its own, with no descriptor but 0, 1 and 2 (pipes that it
     * holds open at both ends, so that nobody else's death breaks a write or ends its input) and those the command names. The end must be awaited by a
     * {@link ProcessWatch}, else the process stays a zombie.
     *
     * @throws IOException one line that names what is wrong: {@code no such program: foo}; nothing is left open
     */
    Spawned spawn(Command command) throws IOException;

    /** Whether {@link Command#descriptors} can be handed on; else a command that has any is refused. */
    default boolean handsOn() {
        return true;
    }
}
