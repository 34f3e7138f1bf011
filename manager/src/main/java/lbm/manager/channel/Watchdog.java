package lbm.manager.channel;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a program that promised signs of life gives them. Starts to count when the program is online; times are
 * nanoseconds handed in.
 *
 * @param limit silence beyond this is a hang; empty: nothing was promised
 * @param heard when it was last heard, or was found online
 */
public record Watchdog(Optional<Duration> limit, long heard) {

    public Watchdog heardAt(long now) {
        return new Watchdog(limit, now);
    }

    /** The program asks for another limit; it counts from now. */
    public Watchdog every(Duration other, long now) {
        return new Watchdog(Optional.of(other), now);
    }

    /** Time in which the manager itself stood still. */
    public Watchdog credited(long nanos) {
        return new Watchdog(limit, heard + nanos);
    }

    /** How long it has been silent, when that is too long. */
    public Optional<Duration> silence(long now) {
        return limit.filter(most -> now - heard > most.toNanos()).map(most -> Duration.ofNanos(now - heard));
    }
}
