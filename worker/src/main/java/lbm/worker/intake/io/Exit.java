package lbm.worker.intake.io;

/** What a conversation may ask of, and do to, the connection it runs on. */
public interface Exit {

    /** Whether the next answer shall tell the client to close: this worker leaves and the connection cannot move. */
    boolean lastAnswer();

    /** An answer is out, or a batch of them: while draining this is the moment to go. */
    void answered();

    /** Whether the end has been said already, so that input is to be ignored. */
    boolean closing();

    /** Ends the connection in order: the client learns of it only now and may still be sending. */
    void close();

    /** Ends the connection as the client asked for: it sends nothing more. */
    void closeAsAsked();
}
