package lbm.manager.health;

import java.time.Duration;
import java.util.Optional;
import lbm.manager.spec.Check;

/**
 * The row of one check on one process: when it is asked next, and what the answers come to. At most one question is on
 * its way. Times are nanoseconds of the clock that is handed in.
 *
 * @param due when it is asked next
 * @param asking whether an answer is awaited
 * @param begun when the last question was asked
 * @param failures in a row, up to now
 * @param failingSince when the first question of that row was asked
 * @param last the last answer that counted
 */
public record Vigil(
        Check check, long due, boolean asking, long begun, int failures, long failingSince, Optional<Answer> last) {

    /** A timeout that is told so much too late says that we were away, not the program. */
    static final Duration LATE = Duration.ofMillis(500);

    /** Checks of one app are spread over their interval by the golden ratio: any number of slots is spread evenly. */
    private static final double SPREAD = 0.618_033_988_749_895;

    /** A result, when its question was asked, and when it came. */
    public record Answer(Result result, long asked, long heard) {}

    /** Whether it can serve yet: asked at once and from then on. */
    public static Vigil ofReady(Check check, long now) {
        return new Vigil(check, now, false, now, 0, now, Optional.empty());
    }

    /** Whether it still serves: asked from {@code start_period} on, spread over the instances by their slots. */
    public static Vigil ofAlive(Check check, int slot, long now) {
        long part = (long) (check.interval().toNanos() * (slot * SPREAD % 1));
        return new Vigil(check, now + check.startPeriod().toNanos() + part, false, now, 0, now, Optional.empty());
    }

    public boolean due(long now) {
        return !asking && due - now <= 0;
    }

    public Vigil asked(long now) {
        return new Vigil(check, due, true, now, failures, failingSince, last);
    }

    /**
     * An answer has come. One whose lateness is ours is not held against the program, and it is asked again; neither is
     * one that could not be asked.
     */
    public Vigil answered(Result result, long now) {
        boolean late = result.kind() == Result.Kind.LATE
                && now - begun > check.timeout().plus(LATE).toNanos();
        if (late) {
            return new Vigil(check, now, false, begun, failures, failingSince, last);
        }
        int row =
                switch (result.kind()) {
                    case WELL -> 0;
                    case BAD, LATE -> failures + 1;
                    case UNASKED -> failures;
                };
        return new Vigil(
                check,
                now + check.interval().toNanos(),
                false,
                begun,
                row,
                row == 1 && failures == 0 ? begun : failingSince,
                Optional.of(new Answer(result, begun, now)));
    }

    /** We stood still for so long: nothing falls into that time. */
    public Vigil credited(long nanos) {
        return new Vigil(check, due + nanos, asking, begun + nanos, failures, failingSince, last);
    }

    public boolean failing() {
        return failures > 0;
    }

    /** Whether it could not be asked the last time. */
    public boolean unasked() {
        return last.filter(it -> it.result().kind() == Result.Kind.UNASKED).isPresent();
    }

    /** Whether so many answers in a row were bad that it is given up. */
    public boolean lost() {
        return failures >= check.retries();
    }

    /** {@code alive check failed 3 times: GET http://127.0.0.1:3000/health: timeout 2 s}. */
    public String why(Probe probe) {
        return "alive check failed " + failures + (failures == 1 ? " time: " : " times: ") + lastSaid(probe);
    }

    /** What was asked last and what came of it: {@code connect 127.0.0.1:5432: connection refused}. */
    public String lastSaid(Probe probe) {
        return probe.describe() + ": " + last.map(it -> it.result().describe()).orElse("no answer yet");
    }

    /** For {@code describe}: what is asked, and the last answer. */
    public String tell(Probe probe, long now) {
        String every = probe.describe() + ", every " + Words.duration(check.interval()) + ": ";
        if (last.isEmpty()) {
            return every + "not answered yet";
        }
        String row = failures > 1 ? ", " + failures + " times in a row" : "";
        return every + last.get().result().describe() + row + ", "
                + Words.ago(now - last.get().heard());
    }
}
