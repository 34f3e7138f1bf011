package lbm.manager.cluster;

import java.util.Optional;
import lbm.manager.instance.Key;

/**
 * How an operation ended.
 *
 * @param message one line for the operator
 * @param culprit the life that failed, for its last log lines
 */
public record Outcome(Operation operation, boolean done, String message, Optional<Key> culprit) {
    static Optional<Outcome> done(Operation operation, String message) {
        return Optional.of(new Outcome(operation, true, message, Optional.empty()));
    }

    static Optional<Outcome> failed(Operation operation, String message, Key culprit) {
        return Optional.of(new Outcome(operation, false, message, Optional.of(culprit)));
    }
}
