package lbm.manager.metrics;

/**
 * How often samples are taken, so that taking them costs little: after a pass over all processes there is a rest of
 * {@value #REST} times its length, at least the usual interval and at most six of it, for a reader wants no old figures.
 */
public final class Pace {

    private static final int REST = 400;

    private Pace() {}

    /** Nanoseconds from the end of a pass to the next. */
    public static long rest(long interval, long took) {
        return Math.max(interval, Math.min(took * REST, interval * 6));
    }
}
