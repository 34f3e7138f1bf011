package lbm.manager.process;

import java.util.Optional;

/**
 * What {@code /proc/PID/stat} says of one process, see proc(5).
 *
 * @param state one letter: {@code Z} has ended and waits to be reaped
 * @param session pid of the session's leader
 */
public record ProcStat(long pid, char state, long parent, long group, long session, long startTicks) {

    private static final int START_TICKS = 22 - 3;

    /** Reads the file's text; empty: it is not of that form, which a process that just ended may cause. */
    public static Optional<ProcStat> parse(String text) {
        // The second field is the program's name in brackets and may itself hold spaces and brackets.
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        if (open < 0 || close < open || close + 2 > text.length()) {
            return Optional.empty();
        }
        String[] fields = text.substring(close + 2).split(" ", START_TICKS + 2);
        if (fields.length <= START_TICKS || fields[0].length() != 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcStat(
                    Long.parseLong(text.substring(0, open).strip()),
                    fields[0].charAt(0),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    Long.parseLong(fields[START_TICKS].strip())));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether it has ended and only its exit code is left. */
    public boolean ended() {
        return state == 'Z' || state == 'X';
    }
}
