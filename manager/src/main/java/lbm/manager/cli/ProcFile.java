package lbm.manager.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code /proc} tells about another process. */
final class ProcFile {
    private static final int START_TICKS = 22;

    private ProcFile() {}

    /** Field 22 of {@code /proc/PID/stat}, which with the pid names a process for good; empty when there is none that lives. */
    static String startTicks(long pid) {
        return startTicksOf(read(pid, "stat"));
    }

    /** The field in a line of {@code stat}; a program's name may hold spaces and brackets, so count after the last. */
    static String startTicksOf(String stat) {
        int at = stat.lastIndexOf(')') + 1;
        if (at > 0 && stat.startsWith(" Z", at)) {
            // Ended, and only waits to be reaped.
            return "";
        }
        for (int field = 2; at > 0 && field < START_TICKS; field++) {
            at = stat.indexOf(' ', at) + 1;
        }
        int end = at > 0 ? stat.indexOf(' ', at) : -1;
        return end > 0 ? stat.substring(at, end) : "";
    }

    /** Whether the process was started with this variable; false as well when we may not know. */
    static boolean hasVariable(long pid, String name, String value) {
        return ("\0" + read(pid, "environ") + "\0").contains("\0" + name + "=" + value + "\0");
    }

    private static String read(long pid, String file) {
        if (pid <= 0) {
            return "";
        }
        try {
            return new String(Files.readAllBytes(Path.of("/proc", Long.toString(pid), file)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
