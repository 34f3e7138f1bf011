package lbm.worker.config;

/** The worker was started with something it cannot use; the message is one line for the operator. */
public final class BadConfig extends Exception {

    private static final long serialVersionUID = 1L;

    public BadConfig(String message) {
        super(message);
    }
}
