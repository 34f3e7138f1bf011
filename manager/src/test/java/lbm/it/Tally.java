package lbm.it;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts of one {@link Traffic}; any thread may add. */
final class Tally {

    /** What can happen to a request or to a connection. */
    enum Count {
        CONNECTION,
        REFUSED,
        RESET,
        EOF,
        TIMEOUT,
        BAD_STATUS,
        BAD_BODY,
        MALFORMED,
        CLOSED_IDLE,
        CLOSE_ANNOUNCED
    }

    /** Enough to see the pattern; a broken server makes thousands. */
    private static final int EXAMPLES = 8;

    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private final List<String> examples = new ArrayList<>();
    private long ok;
    private long slowestNanos;

    synchronized void ok(long nanos) {
        ok++;
        slowestNanos = Math.max(slowestNanos, nanos);
    }

    synchronized void count(Count what) {
        counts.merge(what, 1L, Long::sum);
    }

    synchronized void failed(Count what, String example) {
        count(what);
        if (examples.size() < EXAMPLES) {
            examples.add(what + " " + example);
        }
    }

    synchronized Result result() {
        return new Result(
                ok,
                of(Count.REFUSED),
                of(Count.RESET),
                of(Count.EOF),
                of(Count.TIMEOUT),
                of(Count.BAD_STATUS) + of(Count.BAD_BODY) + of(Count.MALFORMED),
                of(Count.CLOSED_IDLE),
                of(Count.CLOSE_ANNOUNCED),
                of(Count.CONNECTION),
                slowestNanos / 1_000_000,
                List.copyOf(examples));
    }

    private long of(Count what) {
        return counts.getOrDefault(what, 0L);
    }
}
