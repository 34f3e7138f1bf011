package lbm.manager.cli;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lbm.manager.spec.ExitCode;

/** Programs that outlived their manager, to be ended without forgetting them. */
public final class Orphans {
    /** Longer than any stop that systemd would wait for. */
    private static final long PATIENCE_SECONDS = 600;

    /** Nobody sits and waits, and a manager that comes too late would hold up the unit's next one. */
    private static final Duration START = Duration.ofSeconds(60);

    private final Context context;

    public Orphans(Context context) {
        this.context = context;
    }

    public boolean any() {
        return !Survivor.all(context.home()).isEmpty();
    }

    /**
     * Has a new manager take them over and tells it to end: it knows how each is to be stopped, and keeps in mind that
     * they shall run the next time.
     *
     * @throws Failure when it does not start, or does not end
     */
    public void stop() {
        new ManagerProcess(context, START).start();
        long pid = context.control().get("/ping").orFail().number("pid");
        ProcessHandle.of(pid).ifPresent(manager -> {
            manager.destroy();
            try {
                manager.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                throw new Failure(ExitCode.FAILED, "manager " + pid + " has not ended");
            }
        });
    }
}
