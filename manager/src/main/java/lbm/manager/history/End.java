package lbm.manager.history;

import java.util.List;

/**
 * One process that ended, or that could not be started.
 *
 * @param time wall clock, milliseconds
 * @param reason for the operator: {@code exit code 3 after 2.1 s}
 * @param exit how the kernel told it: {@code exit code 3}, {@code SIGKILL}; empty when there was no process
 * @param uptimeMillis age of the process
 * @param pid 0 when there was none
 * @param lines the last ones it wrote, oldest first
 */
public record End(
        long time,
        Kind kind,
        String reason,
        String exit,
        long uptimeMillis,
        int id,
        int slot,
        int generation,
        long pid,
        List<String> lines) {

    /** Lines kept of each end. */
    public static final int LINES = 10;

    /** Characters kept of each line. */
    private static final int LONGEST_LINE = 500;

    public End {
        lines = lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
                .map(line -> line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line)
                .toList();
    }

    /** What kind of end it was. */
    public enum Kind {
        CRASH("crash"),
        EXIT("exit"),
        OOM("out of memory"),
        KILLED("killed"),
        NOT_STARTED("not started"),
        NOT_READY("not ready"),
        HUNG("hung"),
        STOP("stop"),
        RESTART("restart"),
        REPLACE("replaced"),
        DELETE("delete"),
        UNSEEN("unseen");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** For tables and JSON. */
        public String word() {
            return word;
        }

        /** The kind of that word; {@link #EXIT} for one that another version wrote. */
        public static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            return EXIT;
        }
    }
}
