package lbm.worker.link.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process at the other end of the link, known by pid and start time so that a pid used again is not taken for it.
 *
 * @param started field 22 of {@code /proc/PID/stat} (proc(5)); -1: it was gone already
 */
record PeerProcess(int pid, long started) {

    static PeerProcess of(int pid) {
        return new PeerProcess(pid, startOf(pid));
    }

    /** Whether it still runs. A zombie does not: its descriptors are closed. */
    boolean alive() {
        return started >= 0 && startOf(pid) == started;
    }

    private static long startOf(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Integer.toString(pid), "stat"));
            // The name (field 2) may hold spaces and brackets; the state (field 3) follows the last bracket.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            boolean dead = fields[0].equals("Z") || fields[0].equals("X");
            return dead ? -1 : Long.parseLong(fields[19]);
        } catch (IOException e) {
            return -1; // no such process
        }
    }
}
