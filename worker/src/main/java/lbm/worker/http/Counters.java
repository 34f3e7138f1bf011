package lbm.worker.http;

import lbm.worker.link.Latencies;
import lbm.worker.link.Message;

/** What this worker has done since it started. The event loop's; not thread-safe. */
public final class Counters {

    private static final int CLASS = 100;

    private final long[] classes = new long[6];
    private final Latencies latencies = new Latencies();
    private long requests;
    private long bytes;
    private long limited;
    private long cached;
    private long uncached;

    /** One request answered. */
    public void answered(Status status, long bodyBytes) {
        answered(status.code(), bodyBytes);
    }

    /** One request answered, by whomever. */
    public void answered(int code, long bodyBytes) {
        requests++;
        bytes += bodyBytes;
        classes[Math.min(code / CLASS, classes.length - 1)]++;
    }

    /** How long the answer took. */
    public void took(long nanos) {
        latencies.took(nanos);
    }

    /** A file was answered from memory, or by the word that the client has it; else it was read from disk. */
    public void file(boolean fromMemory) {
        if (fromMemory) {
            cached++;
        } else {
            uncached++;
        }
    }

    /** A request was over the rate limit. */
    public void limited() {
        limited++;
    }

    public long requests() {
        return requests;
    }

    /** Answers with a 5xx status. */
    public long errors() {
        return classes[5];
    }

    /** Body bytes, as announced. */
    public long bytes() {
        return bytes;
    }

    /** For the next heartbeat; the latencies begin anew. */
    public Message.Traffic traffic(long droppedLines) {
        return new Message.Traffic(
                classes[1] + classes[2],
                classes[3],
                classes[4],
                limited,
                cached,
                uncached,
                droppedLines,
                latencies.take());
    }
}
