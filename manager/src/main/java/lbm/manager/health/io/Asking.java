package lbm.manager.health.io;

/** A question on its way. */
public interface Asking {

    /** Nobody wants the answer any more: it is not told, and nothing of the question is left. */
    void cancel();
}
