package lbm.manager.spec;

import java.time.Duration;
import java.util.List;

/**
 * A question that tells whether an instance is well.
 *
 * @param target HTTP: a URL, or a path on the instance's own port; TCP: a port or {@code host:port}; COMMAND: empty
 * @param command COMMAND: program and arguments; exit code 0 is well
 * @param interval from the end of one question to the next
 * @param timeout no answer by then is a failure
 * @param retries so many failures in a row, at least 1, count
 * @param startPeriod failures so soon after the start do not count
 */
public record Check(
        Kind kind,
        String target,
        List<String> command,
        Duration interval,
        Duration timeout,
        int retries,
        Duration startPeriod) {

    public Check {
        command = List.copyOf(command);
    }

    /** How it is asked. */
    public enum Kind {
        HTTP,
        TCP,
        COMMAND
    }
}
