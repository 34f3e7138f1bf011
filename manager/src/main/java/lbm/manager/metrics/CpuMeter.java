package lbm.manager.metrics;

import java.util.HashMap;
import java.util.Map;

/** Turns the CPU time that processes have had into percent. Not safe for two threads. */
public final class CpuMeter {

    private static final double NANOS_PER_MILLI = 1e6;

    /** By pid and start, since a pid is reused. */
    private record Key(long pid, long start) {}

    private record Reading(long cpuMillis, long nanos) {}

    private Map<Key, Reading> before = new HashMap<>();
    private Map<Key, Reading> now = new HashMap<>();

    /**
     * Percent of one core since the reading of the same process in the round before.
     *
     * @param start tells processes of one pid apart
     * @param nanos of a monotonic clock
     * @return 0 for a process that is new
     */
    public double percent(long pid, long start, long cpuMillis, long nanos) {
        Key key = new Key(pid, start);
        now.put(key, new Reading(cpuMillis, nanos));
        Reading last = before.get(key);
        if (last == null || nanos <= last.nanos()) {
            return 0;
        }
        return Math.max(0, cpuMillis - last.cpuMillis()) * NANOS_PER_MILLI * 100 / (nanos - last.nanos());
    }

    /** Ends a round: processes that were not read in it are forgotten. */
    public void endRound() {
        before = now;
        now = new HashMap<>();
    }
}
