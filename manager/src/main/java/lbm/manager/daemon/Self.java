package lbm.manager.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Facts of the manager's own process. */
final class Self {

    private static final int UID = readUid();

    private Self() {}

    static int uid() {
        return UID;
    }

    private static int readUid() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new IllegalStateException("/proc is not there", e);
        }
    }
}
