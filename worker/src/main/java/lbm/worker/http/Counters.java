package lbm.worker.http;

/** What this worker has done since it started. The event loop's; not thread-safe. */
public final class Counters {

    private long requests;
    private long errors;
    private long bytes;

    /** One request answered. */
    public void answered(Status status, long bodyBytes) {
        requests++;
        bytes += bodyBytes;
        if (status.code() >= 500) {
            errors++;
        }
    }

    public long requests() {
        return requests;
    }

    /** Answers with a 5xx status. */
    public long errors() {
        return errors;
    }

    /** Body bytes, as announced. */
    public long bytes() {
        return bytes;
    }
}
