package lbm.worker.link;

import java.util.ArrayList;
import java.util.List;

/**
 * How long answers took, counted in buckets that grow with the time: eight for each doubling, so that a percentile is at
 * most an eighth too high. Two of them are added bucket by bucket. Not thread-safe.
 *
 * <p>Up to 8 microseconds a bucket is one microsecond wide; the last one begins at 62 seconds and holds all above.
 */
public final class Latencies {

    /** How many there are. */
    public static final int BUCKETS = 192;

    private static final int PER_DOUBLING_BITS = 3;
    private static final int PER_DOUBLING = 1 << PER_DOUBLING_BITS;
    private static final long NANOS_PER_MICRO = 1000;

    private final long[] counts = new long[BUCKETS];

    /** One answer. */
    public void took(long nanos) {
        counts[bucket(nanos / NANOS_PER_MICRO)]++;
    }

    /** The bucket of a time. */
    static int bucket(long micros) {
        if (micros < PER_DOUBLING) {
            return (int) Math.max(0, micros);
        }
        int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - PER_DOUBLING_BITS;
        int within = (int) (micros >>> doubling) - PER_DOUBLING;
        return Math.min(BUCKETS - 1, (doubling + 1) * PER_DOUBLING + within);
    }

    /** The first time that is above a bucket, microseconds. */
    static long end(int bucket) {
        if (bucket < PER_DOUBLING) {
            return bucket + 1L;
        }
        int doubling = bucket / PER_DOUBLING - 1;
        return (PER_DOUBLING + bucket % PER_DOUBLING + 1L) << doubling;
    }

    /**
     * The time within which a share of all answers was given, rounded up to the end of its bucket.
     *
     * @param share above 0, at most 1
     * @return microseconds; 0 when there was no answer
     */
    public long within(double share) {
        long needed = (long) Math.ceil(total() * share);
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts[i];
            if (seen >= needed && seen > 0) {
                return end(i);
            }
        }
        return 0;
    }

    /** All answers. */
    public long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /** Adds what another one has counted. */
    public void add(Latencies other) {
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** Adds what {@link #take} has said; buckets that this version does not have are ignored. */
    public void add(List<Long> said) {
        for (int i = 0; i + 1 < said.size(); i += 2) {
            long bucket = said.get(i);
            if (bucket >= 0 && bucket < BUCKETS) {
                counts[(int) bucket] += said.get(i + 1);
            }
        }
    }

    /** What has been counted, as bucket, count, bucket, count and so on, without empty ones; then begins anew. */
    public List<Long> take() {
        List<Long> said = new ArrayList<>();
        for (int i = 0; i < BUCKETS; i++) {
            if (counts[i] > 0) {
                said.add((long) i);
                said.add(counts[i]);
                counts[i] = 0;
            }
        }
        return said;
    }

    /** Forgets everything. */
    public void clear() {
        java.util.Arrays.fill(counts, 0);
    }
}
