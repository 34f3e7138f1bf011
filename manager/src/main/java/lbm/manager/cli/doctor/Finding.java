package lbm.manager.cli.doctor;

import java.util.Locale;

/**
 * What one look found.
 *
 * @param what was looked at: {@code open files}
 * @param says one line
 * @param remedy what to do; empty when all is well
 */
public record Finding(Grade grade, String what, String says, String remedy) {

    /** How much it matters. */
    public enum Grade {
        OK,
        /** May become trouble. */
        WARN,
        /** Is trouble. */
        BAD;

        /** For lines and JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String what, String says) {
        return new Finding(Grade.OK, what, says, "");
    }

    static Finding warn(String what, String says, String remedy) {
        return new Finding(Grade.WARN, what, says, remedy);
    }

    static Finding bad(String what, String says, String remedy) {
        return new Finding(Grade.BAD, what, says, remedy);
    }
}
