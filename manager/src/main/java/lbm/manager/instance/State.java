package lbm.manager.instance;

/** What an instance is doing; what it is wanted to do is kept apart ({@link Wanted}). */
public enum State {
    /** No process, none wanted. */
    STOPPED("stopped"),
    /** A process runs and has not said ready. */
    LAUNCHING("launching"),
    ONLINE("online"),
    /** Out of the balancer; the worker finishes what it has and gives idle connections back. */
    DRAINING("stopping"),
    /** Told to end by signal or message. */
    STOPPING("stopping"),
    /** No process; the next start is due at the deadline. */
    WAITING("waiting restart"),
    /** Given up: it ended too often too young. */
    ERRORED("errored");

    private final String status;

    State(String status) {
        this.status = status;
    }

    /** PM2's word for it. */
    public String status() {
        return status;
    }

    /** Whether a process of the instance exists in this state. */
    public boolean hasProcess() {
        return switch (this) {
            case LAUNCHING, ONLINE, DRAINING, STOPPING -> true;
            case STOPPED, WAITING, ERRORED -> false;
        };
    }
}
