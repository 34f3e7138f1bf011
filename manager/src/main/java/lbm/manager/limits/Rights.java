package lbm.manager.limits;

/**
 * What this process may do, and is held to.
 *
 * @param maySwitch whether it may start programs as another user
 * @param mayRaise whether it may go over its hard limits
 * @param mayPrefer whether it may lower nice values
 * @param nofile its hard limit of open descriptors
 * @param nice its own nice value, which children inherit
 */
public record Rights(int uid, int gid, boolean maySwitch, boolean mayRaise, boolean mayPrefer, long nofile, int nice) {

    // Numbers of capabilities(7).
    private static final int SETGID = 6;
    private static final int SETUID = 7;
    private static final int SYS_NICE = 23;
    private static final int SYS_RESOURCE = 24;

    private static final int NICE_FIELD = 19;

    /** Reads {@code status}, {@code limits} and {@code stat} of {@code /proc/self}, proc(5). */
    public static Rights of(String status, String limits, String stat) {
        long caps = 0;
        int uid = 0;
        int gid = 0;
        for (String line : status.split("\n", -1)) {
            String[] words = line.split("\\s+", -1);
            if (line.startsWith("CapEff:")) {
                caps = Long.parseUnsignedLong(words[1], 16);
            } else if (line.startsWith("Uid:")) {
                uid = Integer.parseInt(words[2]);
            } else if (line.startsWith("Gid:")) {
                gid = Integer.parseInt(words[2]);
            }
        }
        long nofile = Long.MAX_VALUE;
        for (String line : limits.split("\n", -1)) {
            if (line.startsWith("Max open files")) {
                String hard = line.split("\\s+", -1)[4];
                nofile = hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard);
            }
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new Rights(
                uid,
                gid,
                has(caps, SETUID) && has(caps, SETGID),
                has(caps, SYS_RESOURCE),
                has(caps, SYS_NICE),
                nofile,
                Integer.parseInt(fields[NICE_FIELD - 3]));
    }

    private static boolean has(long caps, int number) {
        return (caps >>> number & 1) == 1;
    }
}
