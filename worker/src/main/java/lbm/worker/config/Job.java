package lbm.worker.config;

/** What a worker is started for. */
public sealed interface Job permits Serve, Proxy {

    /** Requests through its own pipeline before ready; 0: none. */
    int warmupRequests();

    /** Whether it accepts connections by itself even while a manager is there. */
    boolean ownAccept();
}
