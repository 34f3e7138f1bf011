package lbm.manager.health;

import java.time.Duration;
import java.util.List;
import lbm.manager.spec.Check;

/** Checks for tests: every 10 s, timeout 2 s, three retries, start period 5 s. */
public final class Checks {

    static final long SECOND = 1_000_000_000L;
    static final Result FINE = Result.well(3_000_000);
    static final Result BAD = Result.bad("status 503", 1_000_000);

    private Checks() {}

    static Check http(String target) {
        return of(Check.Kind.HTTP, target, 3);
    }

    static Check tcp(String target) {
        return of(Check.Kind.TCP, target, 3);
    }

    static Check retrying(int times) {
        return of(Check.Kind.HTTP, "/health", times);
    }

    static Check command(String... argv) {
        return new Check(
                Check.Kind.COMMAND, "", List.of(argv), Duration.ofSeconds(10), Duration.ofSeconds(2), 3, Duration.ZERO);
    }

    private static Check of(Check.Kind kind, String target, int retries) {
        return new Check(
                kind, target, List.of(), Duration.ofSeconds(10), Duration.ofSeconds(2), retries, Duration.ofSeconds(5));
    }
}
