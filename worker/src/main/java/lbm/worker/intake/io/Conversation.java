package lbm.worker.intake.io;

import lbm.worker.intake.Drain;

/** The protocol's side of a connection, as far as leaving concerns it. */
public interface Conversation {

    /**
     * Whether nothing of the connection is in user space: no byte half read, no answer half sent. Only then may it be
     * closed, and, where nothing else is kept here, does the socket alone say everything.
     */
    boolean idle();

    /** Whether an idle connection may move to another process: one with keys or streams of its own may not. */
    default boolean movable() {
        return true;
    }

    /** Says the protocol's last words, if it has any, then shuts: {@code shut} runs once, soon. */
    default void farewell(Runnable shut) {
        shut.run();
    }

    /** Whether it has been silent for longer than the protocol allows. */
    boolean overdue(long now);

    /** The worker leaves and this is not idle; called again and again until it is, or is cut. */
    default void leaving(long now, Drain drain) {}
}
