package lbm.manager.spec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is looked at while an app runs, and before.
 *
 * @param cron when it is reloaded, in the form of crontab(5), perhaps with seconds in front
 * @param ready who is asked whether a new process can serve
 * @param alive who is asked whether it still does
 * @param watchdog a program that promised by sd_notify(3) to give a sign of life gives one at least so often
 */
public record Supervision(
        Optional<WatchSpec> watch,
        Optional<String> cron,
        Optional<Check> ready,
        Optional<Check> alive,
        Optional<Duration> watchdog,
        List<Dependency> dependsOn) {

    /** Its exits alone. */
    public static final Supervision NONE = new Supervision(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public Supervision {
        dependsOn = List.copyOf(dependsOn);
    }
}
