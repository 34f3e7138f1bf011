package lbm.manager.metrics;

import java.util.Optional;

/**
 * What {@code /proc/PID/stat} says of a process's use of the machine, see proc(5).
 *
 * @param session pid of the session's leader
 * @param ticks clock ticks of CPU time in user and kernel mode
 * @param start clock ticks from boot to its start
 * @param pages resident pages
 */
public record StatLine(int pid, int parent, int session, long ticks, long start, long pages) {

    private static final int PARENT = 4;
    private static final int SESSION = 6;
    private static final int USER_TICKS = 14;
    private static final int KERNEL_TICKS = 15;
    private static final int START = 22;
    private static final int PAGES = 24;

    /**
     * Reads a line.
     *
     * @param length how many of the bytes are the line's
     * @return empty: it is not of that form, as of a process that has just ended
     */
    public static Optional<StatLine> parse(byte[] line, int length) {
        // The second field is the program's name in brackets and may itself hold spaces and brackets.
        int at = length - 1;
        while (at > 0 && line[at] != ')') {
            at--;
        }
        if (at <= 0) {
            return Optional.empty();
        }
        long[] fields = new long[PAGES + 1];
        int field = 2;
        for (int i = at + 1; i < length && field <= PAGES; i++) {
            byte c = line[i];
            if (c == ' ') {
                field++;
            } else if (c >= '0' && c <= '9' && field <= PAGES) {
                fields[field] = fields[field] * 10 + c - '0';
            }
        }
        return field < PAGES
                ? Optional.empty()
                : Optional.of(new StatLine(
                        number(line),
                        (int) fields[PARENT],
                        (int) fields[SESSION],
                        fields[USER_TICKS] + fields[KERNEL_TICKS],
                        fields[START],
                        fields[PAGES]));
    }

    private static int number(byte[] line) {
        int number = 0;
        for (int i = 0; line[i] >= '0' && line[i] <= '9'; i++) {
            number = number * 10 + line[i] - '0';
        }
        return number;
    }
}
