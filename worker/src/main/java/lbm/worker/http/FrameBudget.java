package lbm.worker.http;

/**
 * How many frames that ask for nothing one HTTP/2 connection may send: settings, pings, priorities and the like cost
 * the server and the client alike, so a client that sends floods of them is up to no good (CVE-2019-9512, -9515).
 */
public final class FrameBudget {

    private static final int LIMIT = 400;
    private static final long WINDOW_NANOS = 10_000_000_000L;

    /** Frames that usually come with a request: window updates, a priority. */
    private static final int PER_REQUEST = 4;

    private long windowStart;
    private int left = LIMIT;

    public FrameBudget(long now) {
        this.windowStart = now;
    }

    /** A request came, which is what connections are for. */
    public void request() {
        left = Math.min(LIMIT, left + PER_REQUEST);
    }

    /** One more of the others; whether it is one too many. */
    public boolean spent(long now) {
        if (now - windowStart >= WINDOW_NANOS) {
            windowStart = now;
            left = LIMIT;
        }
        left--;
        return left < 0;
    }
}
