package lbm.manager.instance;

import java.time.Duration;
import lbm.manager.spec.AppSpec.RestartSpec;

/**
 * What follows an exit nobody asked for.
 *
 * <p>An exit younger than {@code min_uptime} is unstable; {@code max_restarts} of them in a row end in errored. PM2
 * counts only inside an odd window, so that slow crashers restart for ever; here a row is a row. The first restart is
 * immediate, later ones back off by 1.5 up to 15 s (PM2's curve), and one stable run forgets the row.
 */
public final class RestartPolicy {

    static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    static final Duration LONGEST_BACKOFF = Duration.ofSeconds(15);

    private RestartPolicy() {}

    /** What to do after an exit. */
    public sealed interface Verdict {
        /** Start again after a delay; {@code unstable} is the row so far. */
        record Again(Duration delay, int unstable) implements Verdict {}

        /** Too many unstable exits in a row. */
        record GiveUp(int unstable) implements Verdict {}

        /** The file says that this exit is final. */
        record Rest() implements Verdict {}
    }

    /**
     * Decides what follows an exit.
     *
     * @param uptime how long the process lived
     * @param unstable unstable exits in a row before this one
     * @param exitCode the code; negative when it was ended by a signal or is not known
     */
    public static Verdict after(RestartSpec spec, Duration uptime, int unstable, int exitCode) {
        if (!spec.autorestart() || spec.stopExitCodes().contains(exitCode)) {
            return new Verdict.Rest();
        }
        int row = uptime.compareTo(spec.minUptime()) < 0 ? unstable + 1 : 0;
        if (row > 0 && row >= spec.maxRestarts()) {
            return new Verdict.GiveUp(row);
        }
        return new Verdict.Again(delay(spec, row), row);
    }

    private static Duration delay(RestartSpec spec, int row) {
        if (!spec.restartDelay().isZero()) {
            return spec.restartDelay();
        }
        if (!spec.expBackoff().isZero()) {
            return grown(spec.expBackoff(), Math.max(0, row - 1));
        }
        return row <= 1 ? Duration.ZERO : grown(FIRST_BACKOFF, row - 2);
    }

    private static Duration grown(Duration first, int times) {
        double millis = (double) first.toMillis() * Math.pow(1.5, times);
        return Duration.ofMillis(
                (long) Math.min(millis, (double) Math.max(LONGEST_BACKOFF.toMillis(), first.toMillis())));
    }
}
