package lbm.manager.cluster;

import java.util.Optional;

/**
 * Something a client asked of an app, or the manager of itself, that takes several steps. One runs at a time for each
 * app, the others wait in order: that is how two clients never collide.
 */
public interface Operation {

    /** The verb, for progress and messages: "reload". */
    String verb();

    /** Called once, when its turn comes. */
    void begin(Cluster cluster, long now);

    /** Called after every event and tick; takes the next step where one is due. */
    Optional<Outcome> advance(Cluster cluster, long now);

    /** Whether it ends a running operation instead of waiting for it: an operator's stop does not queue. */
    default boolean supersedes() {
        return false;
    }

    /** Called instead of a last {@code advance} when another operation superseded this one. */
    default void abandon(Cluster cluster, long now) {}

    /** Called instead of {@code begin} while other apps come first; may be called again and again. */
    default void await(Cluster cluster, String why) {}
}
