package lbm.worker.intake.io;

/** The protocol's side of a connection, as far as leaving concerns it. */
public interface Conversation {

    /**
     * Whether nothing of the connection is in user space: no byte half read, no answer half sent. Only then does the
     * socket alone say everything, and may move to another process.
     */
    boolean idle();

    /** Whether it has been silent for longer than the protocol allows. */
    boolean overdue(long now);
}
