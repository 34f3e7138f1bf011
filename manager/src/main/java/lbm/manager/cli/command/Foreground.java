package lbm.manager.cli.command;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.LogPrinter;
import lbm.manager.cli.Manager;
import lbm.manager.cli.ManagerProcess;
import lbm.manager.cli.NoManager;
import lbm.manager.cli.Operation;
import lbm.manager.cli.OutputClosed;
import lbm.manager.cli.Pause;
import lbm.manager.spec.ExitCode;

/**
 * {@code start --no-daemon}: a manager that lives as long as this command, for containers. Log lines go to stdout; SIGTERM
 * and Ctrl-C stop every app in order; when no app is left that runs or will run, it ends.
 */
final class Foreground {
    private static final long LOOK_MILLIS = 500;
    private static final long PATIENCE_SECONDS = 120;

    private final Context context;
    /** The last lines of the last app take a moment to arrive. */
    private static final long QUIET_NANOS = 500_000_000L;

    private static final long BEGIN_NANOS = 3_000_000_000L;

    private volatile long heard;
    private volatile boolean over;
    private volatile boolean errored;

    Foreground(Context context) {
        this.context = context;
    }

    /**
     * Starts the manager, then what is to be started, and stays.
     *
     * @return 0 when the last app has ended, 1 when one of them was given up
     */
    int run(Runnable start) {
        if (manages()) {
            context.err().println("lbm: a manager runs already; this command only follows it");
            start.run();
            new Follow(context).all();
            return 0;
        }
        Process manager = new ManagerProcess(context).startAttached(Foreground::end);
        start.run();
        context.out().flush();
        Thread watch = new Thread(this::watch, "watch");
        watch.setDaemon(true);
        watch.start();
        follow();
        end(manager);
        return errored ? ExitCode.FAILED.code() : 0;
    }

    private boolean manages() {
        try {
            return context.control().get("/ping").ok();
        } catch (NoManager nobody) {
            return false;
        }
    }

    private void follow() {
        LogPrinter printer = new LogPrinter(context, LogPrinter.Form.PREFIXED);
        try {
            new Manager(context).follow("/logs?selector=all&lines=15&stream=all&follow=true", line -> {
                heard = System.nanoTime();
                printer.line(line);
                context.out().flush();
            });
        } catch (OutputClosed closed) {
            // Nobody reads the lines; the apps are what this command is for.
            while (!over) {
                Pause.of(LOOK_MILLIS);
            }
        } catch (Failure broken) {
            if (!over) {
                throw broken;
            }
        }
    }

    /** Ends the manager when nothing is left that it could do. */
    private void watch() {
        try {
            while (true) {
                Pause.of(LOOK_MILLIS);
                List<JsonObject> instances =
                        context.control().get("/apps").orFail().objects("instances");
                if (instances.stream().allMatch(Foreground::atRest)) {
                    errored =
                            instances.stream().anyMatch(it -> it.text("status").equals("errored"));
                    awaitLastLines();
                    over = true;
                    new Operation(context).run("/kill", Map.of());
                    return;
                }
            }
        } catch (Failure gone) {
            // The manager was ended by somebody else: the follower sees it too.
            over = true;
        }
    }

    /** Until nothing more was printed for a while; the stream has no mark where the past ends. */
    private void awaitLastLines() {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < (heard == 0 ? BEGIN_NANOS : QUIET_NANOS)
                || (heard != 0 && System.nanoTime() - heard < QUIET_NANOS)) {
            Pause.of(LOOK_MILLIS / 10);
        }
    }

    private static boolean atRest(JsonObject instance) {
        String status = instance.text("status");
        return status.equals("stopped") || status.equals("errored");
    }

    private static void end(Process manager) {
        manager.destroy();
        try {
            if (!manager.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                manager.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
