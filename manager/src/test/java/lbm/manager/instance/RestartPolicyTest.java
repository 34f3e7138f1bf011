package lbm.manager.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import lbm.manager.instance.RestartPolicy.Verdict;
import lbm.manager.instance.RestartPolicy.Verdict.Again;
import lbm.manager.instance.RestartPolicy.Verdict.GiveUp;
import lbm.manager.instance.RestartPolicy.Verdict.Rest;
import lbm.manager.spec.AppSpec.RestartSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartPolicyTest {

    private static final Duration YOUNG = Duration.ofMillis(999);
    private static final Duration STABLE = Duration.ofSeconds(1);

    @Test
    void theFirstRestartIsImmediate() {
        assertEquals(new Again(Duration.ZERO, 1), RestartPolicy.after(spec(16), YOUNG, 0, 1));
    }

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 150", "3, 225", "4, 337", "12, 8649", "13, 12974", "14, 15000", "900, 15000"})
    void laterOnesBackOffUpToFifteenSeconds(int unstable, long millis) {
        assertEquals(
                new Again(Duration.ofMillis(millis), unstable + 1),
                RestartPolicy.after(spec(1000), YOUNG, unstable, 1));
    }

    @Test
    void aStableRunForgetsTheRow() {
        assertEquals(new Again(Duration.ZERO, 0), RestartPolicy.after(spec(4), STABLE, 3, 1));
    }

    @Test
    void soManyUnstableExitsInARowAreEnough() {
        assertEquals(new Again(Duration.ofMillis(150), 3), RestartPolicy.after(spec(4), YOUNG, 2, 1));
        assertEquals(new GiveUp(4), RestartPolicy.after(spec(4), YOUNG, 3, 1));
    }

    @Test
    void noRestartsAllowedMeansThatTheFirstUnstableExitIsTheLast() {
        assertEquals(new GiveUp(1), RestartPolicy.after(spec(0), YOUNG, 0, 1));
        assertEquals(new Again(Duration.ZERO, 0), RestartPolicy.after(spec(0), STABLE, 0, 1));
    }

    @Test
    void aStopExitCodeIsFinalHoweverLongTheProcessLived() {
        RestartSpec spec = spec(true, 4, Duration.ZERO, Duration.ZERO, Set.of(0, 3));
        assertEquals(new Rest(), RestartPolicy.after(spec, YOUNG, 0, 3));
        assertEquals(new Rest(), RestartPolicy.after(spec, STABLE, 0, 0));
        assertEquals(new Again(Duration.ZERO, 0), RestartPolicy.after(spec, STABLE, 0, 1));
    }

    @Test
    void aSignalIsNoStopExitCode() {
        RestartSpec spec = spec(true, 4, Duration.ZERO, Duration.ZERO, Set.of(0));
        assertEquals(new Again(Duration.ZERO, 0), RestartPolicy.after(spec, STABLE, 0, -1));
    }

    @Test
    void withoutAutorestartEveryExitIsFinal() {
        RestartSpec spec = spec(false, 4, Duration.ZERO, Duration.ZERO, Set.of());
        assertEquals(new Rest(), RestartPolicy.after(spec, YOUNG, 0, 1));
        assertEquals(new Rest(), RestartPolicy.after(spec, STABLE, 0, -1));
    }

    @Test
    void aRestartDelayIsAlwaysTheSame() {
        RestartSpec spec = spec(true, 16, Duration.ofSeconds(2), Duration.ofMillis(100), Set.of());
        assertEquals(new Again(Duration.ofSeconds(2), 1), RestartPolicy.after(spec, YOUNG, 0, 1));
        assertEquals(new Again(Duration.ofSeconds(2), 9), RestartPolicy.after(spec, YOUNG, 8, 1));
        assertEquals(new Again(Duration.ofSeconds(2), 0), RestartPolicy.after(spec, STABLE, 8, 1));
    }

    @ParameterizedTest
    @CsvSource({"0, 40", "1, 60", "2, 90", "40, 15000"})
    void anExponentialBackOffStartsWithItsOwnDelay(int unstable, long millis) {
        RestartSpec spec = spec(true, 100, Duration.ZERO, Duration.ofMillis(40), Set.of());
        Verdict expected = new Again(Duration.ofMillis(millis), unstable + 1);
        assertEquals(expected, RestartPolicy.after(spec, YOUNG, unstable, 1));
    }

    @Test
    void anExponentialBackOffAboveTheLimitStaysWhatItIs() {
        RestartSpec spec = spec(true, 100, Duration.ZERO, Duration.ofSeconds(40), Set.of());
        assertEquals(new Again(Duration.ofSeconds(40), 9), RestartPolicy.after(spec, YOUNG, 8, 1));
    }

    private static RestartSpec spec(int maxRestarts) {
        return spec(true, maxRestarts, Duration.ZERO, Duration.ZERO, Set.of());
    }

    private static RestartSpec spec(
            boolean autorestart, int maxRestarts, Duration delay, Duration backoff, Set<Integer> codes) {
        return new RestartSpec(
                true, autorestart, Duration.ofSeconds(1), maxRestarts, delay, backoff, codes, Optional.empty());
    }
}
