package lbm.manager.cli;

import lbm.manager.spec.ExitCode;

/** The wait between two looks at something that has no news of its own to send. */
public final class Pause {
    private static final long MILLIS = 10;

    private Pause() {}

    static void shortly() {
        of(MILLIS);
    }

    /** Waits so many milliseconds. */
    public static void of(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.FAILED, "interrupted");
        }
    }
}
