package lbm.manager.metrics;

import lbm.worker.link.Latencies;
import lbm.worker.link.Message.Heartbeat;
import lbm.worker.link.Message.Traffic;

/**
 * What an instance has answered, over all its processes, from their heartbeats: sums since this manager knows it, and
 * the last minute in slices of five seconds. Not safe for two threads.
 *
 * <p>A worker counts from its own start, so what a process had answered before a new manager came is in the sums, and
 * what a former process of the instance had answered before that is not.
 */
public final class TrafficMeter {

    private static final int SLICES = 12;
    private static final long SLICE_NANOS = 5_000_000_000L;
    private static final int RATE_SLICES = 2;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Numbers of heartbeats, added up or taken from each other. */
    public record Sums(
            long requests,
            long good,
            long redirects,
            long refused,
            long errors,
            long bytes,
            long limited,
            long cached,
            long uncached,
            long droppedLines) {

        static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        static Sums of(Heartbeat beat) {
            Traffic more = beat.traffic();
            return new Sums(
                    beat.requests(),
                    more.good(),
                    more.redirects(),
                    more.refused(),
                    beat.errors(),
                    beat.bytes(),
                    more.limited(),
                    more.cached(),
                    more.uncached(),
                    more.droppedLines());
        }

        /** These and so many times the others. */
        private Sums plus(Sums o, int times) {
            return new Sums(
                    requests + times * o.requests,
                    good + times * o.good,
                    redirects + times * o.redirects,
                    refused + times * o.refused,
                    errors + times * o.errors,
                    bytes + times * o.bytes,
                    limited + times * o.limited,
                    cached + times * o.cached,
                    uncached + times * o.uncached,
                    droppedLines + times * o.droppedLines);
        }
    }

    /**
     * The last minute.
     *
     * @param perSecond requests a second, over ten seconds at most
     * @param errorShare answers with a 5xx status among all
     * @param cacheShare files answered from memory among all files; 1 when there were none
     * @param p50 microseconds in which half of all were answered
     */
    public record Recent(double perSecond, double errorShare, double cacheShare, long p50, long p95, long p99) {}

    private final Sums[] sums = new Sums[SLICES];
    private final Latencies[] latencies = new Latencies[SLICES];
    private final long begun;
    private Sums all = Sums.NONE;
    private long slice;

    /** A meter that has seen nothing. */
    public TrafficMeter(long now) {
        begun = now;
        for (int i = 0; i < SLICES; i++) {
            sums[i] = Sums.NONE;
            latencies[i] = new Latencies();
        }
    }

    /**
     * A process says what it has answered since its start.
     *
     * @param before what it said last, or a heartbeat of zeros
     * @param recent whether what lies between was answered just now; false for the first heartbeat to a new manager
     */
    public void heard(Heartbeat before, Heartbeat beat, boolean recent, long now) {
        Sums more = Sums.of(beat).plus(Sums.of(before), -1);
        all = all.plus(more, 1);
        if (recent) {
            turn(now);
            int at = (int) (slice % SLICES);
            sums[at] = sums[at].plus(more, 1);
            latencies[at].add(beat.traffic().latencies());
        }
    }

    /** Empties the slices that the time has passed. */
    private void turn(long now) {
        long current = (now - begun) / SLICE_NANOS;
        for (long i = Math.max(slice + 1, current - SLICES + 1); i <= current; i++) {
            sums[(int) (i % SLICES)] = Sums.NONE;
            latencies[(int) (i % SLICES)].clear();
        }
        slice = Math.max(slice, current);
    }

    /** All that was heard. */
    public Sums all() {
        return all;
    }

    /** The last minute as seen now. */
    public Recent recent(long now) {
        turn(now);
        Sums minute = Sums.NONE;
        Latencies times = new Latencies();
        for (int i = 0; i < SLICES; i++) {
            minute = minute.plus(sums[i], 1);
            times.add(latencies[i]);
        }
        long requests = 0;
        for (long i = Math.max(0, slice - RATE_SLICES + 1); i <= slice; i++) {
            requests += sums[(int) (i % SLICES)].requests();
        }
        long from = Math.max(0, slice - RATE_SLICES + 1) * SLICE_NANOS;
        double seconds = Math.max(1, (now - begun - from) / NANOS_PER_SECOND);
        long files = minute.cached() + minute.uncached();
        return new Recent(
                requests / seconds,
                minute.requests() == 0 ? 0 : (double) minute.errors() / minute.requests(),
                files == 0 ? 1 : (double) minute.cached() / files,
                times.within(0.5),
                times.within(0.95),
                times.within(0.99));
    }
}
