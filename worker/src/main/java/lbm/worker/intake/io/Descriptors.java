package lbm.worker.intake.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many descriptors this process may have. */
public final class Descriptors {

    /** Jars, event loop, link, lanes, listeners, and files under way. */
    private static final int RESERVED = 128;

    private static final int UNKNOWN = 4096;

    private Descriptors() {}

    /** Connections that leave enough descriptors for everything else. */
    public static int connections() {
        return Math.max(16, limit() - RESERVED);
    }

    private static int limit() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
                // "Max open files            20000                20000                files": soft, hard
                if (line.startsWith("Max open files")) {
                    String soft =
                            line.substring("Max open files".length()).trim().split(" +", -1)[0];
                    return soft.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(soft);
                }
            }
            return UNKNOWN;
        } catch (IOException | NumberFormatException e) {
            return UNKNOWN; // no proc file system: a number every system allows
        }
    }
}
