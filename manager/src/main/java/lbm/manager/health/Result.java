package lbm.manager.health;

import java.time.Duration;

/**
 * The answer to one question.
 *
 * @param detail what was wrong: {@code status 503}, {@code connection refused}; for a good answer empty
 * @param nanos from the question to the answer
 */
public record Result(Kind kind, String detail, long nanos) {

    /** What an answer says of the program. */
    public enum Kind {
        WELL,
        BAD,
        /** No answer within the timeout. */
        LATE,
        /** It could not be asked, which is not its fault: no such command, no descriptor left. */
        UNASKED
    }

    public static Result well(long nanos) {
        return new Result(Kind.WELL, "", nanos);
    }

    public static Result bad(String detail, long nanos) {
        return new Result(Kind.BAD, detail, nanos);
    }

    /**
     * No answer in time.
     *
     * @param detail what is known beside that: the last line of a command; may be empty
     */
    public static Result late(Duration timeout, String detail, long nanos) {
        String more = detail.isEmpty() ? "" : ": " + detail;
        return new Result(Kind.LATE, "timeout " + Words.duration(timeout) + more, nanos);
    }

    public static Result unasked(String detail) {
        return new Result(Kind.UNASKED, "cannot be asked: " + detail, 0);
    }

    public boolean isWell() {
        return kind == Kind.WELL;
    }

    /** {@code ok, 3 ms}, or what was wrong. */
    public String describe() {
        return isWell() ? "ok, " + Math.round(nanos / 1e6) + " ms" : detail;
    }
}
