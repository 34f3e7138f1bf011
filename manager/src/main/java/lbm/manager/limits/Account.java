package lbm.manager.limits;

import java.util.List;
import java.util.Optional;

/**
 * A user a program can be started as.
 *
 * @param name empty: a number that no user bears
 * @param group the user's own
 * @param home empty: not known
 */
public record Account(Optional<String> name, int uid, int group, Optional<String> home) {

    private static final int NAME = 0;
    private static final int UID = 2;
    private static final int GID = 3;
    private static final int HOME = 5;

    /**
     * The user of a file like {@code /etc/passwd}, passwd(5).
     *
     * @param wanted a name, or a number
     */
    public static Optional<Account> find(List<String> lines, String wanted) {
        for (String line : lines) {
            String[] fields = line.split(":", -1);
            if (fields.length > HOME
                    && (fields[NAME].equals(wanted) || fields[UID].equals(wanted))
                    && isNumber(fields[UID])
                    && isNumber(fields[GID])) {
                return Optional.of(new Account(
                        Optional.of(fields[NAME]),
                        Integer.parseInt(fields[UID]),
                        Integer.parseInt(fields[GID]),
                        Optional.of(fields[HOME])));
            }
        }
        return Optional.empty();
    }

    /** The number of a group of a file like {@code /etc/group}, group(5). */
    public static Optional<Integer> findGroup(List<String> lines, String wanted) {
        for (String line : lines) {
            String[] fields = line.split(":", -1);
            if (fields.length > UID
                    && (fields[NAME].equals(wanted) || fields[UID].equals(wanted))
                    && isNumber(fields[UID])) {
                return Optional.of(Integer.parseInt(fields[UID]));
            }
        }
        return Optional.empty();
    }

    /** Whether a text is a user's or group's number. */
    public static boolean isNumber(String text) {
        return text.matches("\\d{1,9}");
    }
}
