package lbm.manager.instance;

/** What the daemon shall do for an instance; decisions return these, only the daemon acts. */
public sealed interface Action {
    Key key();

    /** Start a process. The answer is {@code spawned} or {@code spawnFailed}. */
    record Spawn(Key key) implements Action {}

    /** Give it connections. */
    record Admit(Key key) implements Action {}

    /** Give it no more connections; always before it is told anything. */
    record Dismiss(Key key) implements Action {}

    /**
     * Tell a worker to finish.
     *
     * @param migrate whether idle connections come back to be handed to others
     * @param millis what is open after so long is cut by the worker
     */
    record Drain(Key key, boolean migrate, long millis) implements Action {}

    /** Send the shutdown message or the kill signal. */
    record Interrupt(Key key) implements Action {}

    /** Ask a JVM for its stacks (SIGQUIT), into the error log. */
    record ThreadDump(Key key) implements Action {}

    /** SIGKILL to the whole tree. */
    record KillTree(Key key) implements Action {}
}
