package lbm.manager.instance;

import java.util.OptionalInt;

/**
 * What the process of an instance was heard to say last; forgotten when the next one is started.
 *
 * @param exitCode of an end that nobody asked for; empty: it runs, or a signal ended it, or the code is not known
 * @param notReady the last answer to the question whether it can serve; empty: there was none
 */
public record Trace(OptionalInt exitCode, String notReady) {

    public static final Trace NONE = new Trace(OptionalInt.empty(), "");

    /** That of a process that has ended. */
    public static Trace exit(int code) {
        return code < 0 ? NONE : new Trace(OptionalInt.of(code), "");
    }
}
