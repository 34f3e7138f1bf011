package lbm.manager.trigger;

import java.time.Duration;
import java.time.ZonedDateTime;

/**
 * Rings at the times of a cron line, on a clock that may jump. A time that was missed is made up once, if it is no more
 * than {@link #GRACE} ago: a machine that slept all night does not do at eight what was meant for two. A clock that is
 * put back by less than that is waited for, so that nothing is done twice; by more, it is believed.
 */
public final class Alarm {

    /** As cron(8) tells a correction of the clock from a new time. */
    static final Duration GRACE = Duration.ofHours(3);

    private final Cron cron;
    private ZonedDateTime next;
    private ZonedDateTime latest;

    /** One that has not rung for any time up to now. */
    public Alarm(Cron cron, ZonedDateTime now) {
        this.cron = cron;
        this.next = cron.next(now);
        this.latest = now;
    }

    /** Whether it rings now; asked at least once a second. */
    public boolean rings(ZonedDateTime now) {
        if (now.isBefore(latest.minus(GRACE))) {
            next = cron.next(now);
        }
        latest = now;
        if (now.isBefore(next)) {
            return false;
        }
        boolean late = next.isBefore(now.minus(GRACE));
        next = cron.next(now);
        return !late;
    }

    /** When it rings next. */
    public ZonedDateTime next() {
        return next;
    }
}
