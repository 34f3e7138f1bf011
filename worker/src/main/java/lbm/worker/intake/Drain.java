package lbm.worker.intake;

/**
 * A worker on its way out: what becomes of each of its connections, and when.
 *
 * @param migrate whether idle connections may be given back to the manager
 * @param lastRequests until then a connection that is to be closed may ask once more and is told to close; nanoseconds
 *     of the monotonic clock
 * @param deadline what is left then is cut
 */
public record Drain(boolean migrate, long lastRequests, long deadline) {

    private static final long MILLI = 1_000_000;
    private static final long LONGEST_WINDOW = 1000 * MILLI;

    /** What to do with one connection now. */
    public enum Step {
        /** It is busy, or may still ask. */
        WAIT,
        /** Give it to the manager. */
        MOVE,
        /** Close it in order: it is idle and was given its chance. */
        CLOSE,
        /** Time is up. */
        CUT
    }

    /**
     * A drain that starts now. Half of the time, a second at most, is for clients that are about to ask: a close that
     * crosses a request on the wire looks like a failure to them.
     */
    public static Drain start(long now, boolean migrate, long deadlineMillis) {
        long deadline = now + deadlineMillis * MILLI;
        long window = Math.min(deadlineMillis * MILLI / 2, LONGEST_WINDOW);
        return new Drain(migrate, now + window, deadline);
    }

    /**
     * What to do with a connection now.
     *
     * @param idle nothing is half read, half answered or half sent
     * @param carried whether there is a manager and a lane to give it to
     */
    public Step step(long now, boolean idle, boolean carried) {
        if (now - deadline >= 0) {
            return Step.CUT;
        }
        if (!idle) {
            return Step.WAIT;
        }
        if (migrate && carried) {
            return Step.MOVE;
        }
        return now - lastRequests >= 0 ? Step.CLOSE : Step.WAIT;
    }

    /** Whether answers shall tell their client to close: there is nowhere to move it. */
    public boolean tellsToClose(boolean carried) {
        return !migrate || !carried;
    }
}
