package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.process.Exit;

/**
 * Somebody who looks after processes beside the {@link Manager}: their channels, checks, ports and limits. Called on the
 * loop, in the order of {@link Manager#attendants}; what it finds out it tells by {@link Manager#on}.
 */
interface Attendant {

    /**
     * A process is about to be started.
     *
     * @throws IOException it cannot be: one line that says why
     */
    default void prepare(Instance m, Launching launching) throws IOException {}

    /** What was prepared was not started. */
    default void notStarted(Key key) {}

    default void started(Run run) {}

    /**
     * A process that a former manager had started.
     *
     * @param written what {@link #save} had put there; without {@code pid} the process was started in the instant
     *     before the state was written again: what is to be known of it must be found out
     */
    default void adopted(Run run, Instance m, JsonNode written) {}

    /** What a manager that takes over needs to know of it. */
    default void save(Run run, ObjectNode node) {}

    /** It can serve from now on. */
    default void admit(Run run) {}

    /** It shall get nothing new; always before it is told to end. */
    default void dismiss(Run run) {}

    /**
     * Brings what clients asked of a program to an end, then says {@link Instance#drained}.
     *
     * @return whether it does: else nothing is waited for
     */
    default boolean drains(Run run, long millis) {
        return false;
    }

    /**
     * Asks the program to end in a way of its own.
     *
     * @return whether it did: else the signal is sent
     */
    default boolean interrupts(Run run) {
        return false;
    }

    /** Why it ended, where this one knows better than the exit code. */
    default Optional<String> explains(Run run, Exit exit) {
        return Optional.empty();
    }

    /** The process is gone. */
    default void ended(Run run) {}

    /** Everything that was decided has been done. */
    default void settled() {}

    /** Ten times a second. */
    default void tick(long now) {}

    /** What the operator should know, one line each. */
    default List<String> notes() {
        return List.of();
    }

    /** What the operator may want to know of it, by name. */
    default Map<String, String> facts(Run run) {
        return Map.of();
    }
}
