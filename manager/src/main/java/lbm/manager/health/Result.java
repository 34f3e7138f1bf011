package lbm.manager.health;

import java.time.Duration;

/**
 * The answer to one question.
 *
 * @param detail what was wrong: {@code status 503}, {@code connection refused}; for a good answer empty
 * @param nanos from the question to the answer
 * @param timedOut whether there was none in time
 */
public record Result(boolean well, String detail, long nanos, boolean timedOut) {

    public static Result good(long nanos) {
        return new Result(true, "", nanos, false);
    }

    public static Result bad(String detail, long nanos) {
        return new Result(false, detail, nanos, false);
    }

    /** @param detail what is known beside that: the last line of a command; may be empty */
    public static Result late(Duration timeout, String detail, long nanos) {
        return new Result(
                false, "timeout " + Words.duration(timeout) + (detail.isEmpty() ? "" : ": " + detail), nanos, true);
    }

    /** {@code ok, 3 ms}, or what was wrong. */
    public String describe() {
        return well ? "ok, " + Math.round(nanos / 1e6) + " ms" : detail;
    }
}
