package lbm.worker.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Descriptors that came in at one end of a lane. They belong to the sender until the acknowledgement is written.
 *
 * @param <T> a descriptor
 */
public final class Received<T> {

    /**
     * Descriptors that one acknowledgement covers.
     *
     * @param count what to acknowledge: all that ever came in on this lane
     */
    public record Batch<T>(long count, List<T> items) {}

    private long count;
    private long told;
    private List<T> fresh = new ArrayList<>();

    /** One more client connection. */
    public void add(T item) {
        count++;
        fresh.add(item);
    }

    /** One more that is counted but is no connection: the listener. */
    public void addListener() {
        count++;
    }

    /** What came in since the last batch; empty when nothing did. */
    public Optional<Batch<T>> batch() {
        if (count == told) {
            return Optional.empty();
        }
        Batch<T> batch = new Batch<>(count, fresh);
        told = count;
        fresh = new ArrayList<>();
        return Optional.of(batch);
    }
}
