package lbm.manager.service;

/** The line of {@code systemctl status}. */
public final class StatusLine {
    private StatusLine() {}

    /** {@code 2 of 3 instances online}. */
    public static String of(long online, long instances) {
        if (instances == 0) {
            return "no app";
        }
        return online + " of " + instances + (instances == 1 ? " instance online" : " instances online");
    }
}
