package lbm.worker.link;

/**
 * The watch for a manager that does not answer. Time in which this process itself stood still does not count: the
 * answers may be there, unread. It is only left out, since a process that is held up again and again would never come
 * to a judgement if each time were a new beginning.
 */
public final class Silence {

    private static final long MILLI = 1_000_000;

    /** A manager whose loop stands still this long is as good as gone for a new connection. */
    private static final long LONGEST_NANOS = 3000 * MILLI;

    private static final long PAUSED_NANOS = 500 * MILLI;

    private long heard;
    private boolean lasts;

    public Silence(long now) {
        this.heard = now;
    }

    /**
     * Looks, at each heartbeat.
     *
     * @param late how long ago this look was due
     * @return whether the manager is to be taken for silent from now on; told once
     */
    public boolean begins(long now, long late) {
        if (late > PAUSED_NANOS) {
            heard += Math.min(late, now - heard);
        }
        if (lasts || now - heard <= LONGEST_NANOS) {
            return false;
        }
        lasts = true;
        return true;
    }

    /**
     * The manager answered.
     *
     * @return whether that ends a silence
     */
    public boolean ends(long now) {
        heard = now;
        boolean ended = lasts;
        lasts = false;
        return ended;
    }

    public boolean lasts() {
        return lasts;
    }
}
