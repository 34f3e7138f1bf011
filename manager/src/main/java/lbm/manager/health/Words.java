package lbm.manager.health;

import java.time.Duration;

/** How figures are told. */
final class Words {

    private static final long NANOS = 1_000_000_000L;

    private Words() {}

    /** {@code 500 ms}, {@code 2 s}, {@code 1.5 s}, {@code 5 min}. */
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + " min";
        }
        return millis % 1000 == 0 ? millis / 1000 + " s" : Math.round(millis / 100.0) / 10.0 + " s";
    }

    /** {@code 12 s ago}. */
    static String ago(long nanos) {
        return Math.max(0, nanos) / NANOS + " s ago";
    }
}
