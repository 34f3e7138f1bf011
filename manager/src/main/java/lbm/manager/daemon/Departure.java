package lbm.manager.daemon;

import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import lbm.manager.balance.io.Dispatcher;
import lbm.manager.cluster.StopOperation;
import lbm.manager.instance.Instance;
import lbm.manager.process.io.Descriptors;
import lbm.manager.process.io.Self;
import lbm.manager.service.ServiceVariables;
import lbm.manager.service.StopRequest;
import lbm.manager.spec.ExitCode;
import lbm.worker.link.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manager's ends: with everything it runs ({@code kill}, SIGTERM), or without ({@code update}, SIGTERM when its unit
 * is being restarted).
 */
final class Departure {

    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

    /** Hand-offs under way are acknowledged within microseconds; a hung worker must not hold up the update. */
    private static final long QUIET_NANOS = 1_000_000_000L;

    private static final long CHECK_SECONDS = 20;

    /** A loop that is stuck for longer will not end anything in order. */
    private static final long LOOP_MILLIS = 30_000;

    private final Manager manager;
    private final DiskKeeper keeper;
    private final AutoCloseable logs;
    private final UnderSystemd systemd;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Manner manner = Manner.STAY;
    private boolean closing;

    /** How a manager goes. */
    private enum Manner {
        STAY,
        /** Everything is stopped, and started again by the next manager. */
        STOP,
        /** Everything is stopped and forgotten. */
        FORGET,
        /** Everything goes on. */
        ALONE
    }

    /** Ends the log loop in order; its buffers stay for the next manager. */
    Departure(Manager manager, DiskKeeper keeper, AutoCloseable logs, UnderSystemd systemd) {
        this.manager = manager;
        this.keeper = keeper;
        this.logs = logs;
        this.systemd = systemd;
    }

    boolean ending() {
        return manner != Manner.STAY;
    }

    // ---- told by the operating system

    /** SIGTERM and the like, on the thread of a shutdown hook; returns when the process may end. */
    void asked() {
        if (ended.getCount() == 0) {
            return;
        }
        boolean comesBack = systemd.stopRequest() == StopRequest.RESTART;
        manager.loop.execute(comesBack ? this::leave : this::terminate);
        // What is asked of the state is asked on its loop.
        Future<Duration> patience = manager.loop.submit(this::patience);
        patience.awaitUninterruptibly(LOOP_MILLIS);
        await(patience.isSuccess() ? patience.getNow() : Duration.ofMillis(LOOP_MILLIS));
    }

    // ---- with everything

    /** Stops and forgets every app, then ends. */
    void kill(Ticket ticket) {
        if (manner == Manner.ALONE) {
            ticket.fail(ExitCode.FAILED, "the manager is being replaced; ask again when it is", List.of());
            return;
        }
        manner = Manner.FORGET;
        systemd.stopping("ending every app", patience());
        ticket.message("stopped, the manager has ended");
        inTurn(StopOperation::delete, Optional.of(ticket));
        if (!manager.tickets.contains(ticket)) {
            ticket.finish();
        }
        checkEnd();
    }

    /** Stops every app, keeps them in mind for the next start, and ends. */
    private void terminate() {
        if (!ending()) {
            manner = Manner.STOP;
            LOG.info("told to end: every app is stopped");
            systemd.stopping("ending every app", patience());
            keeper.write(manager);
            keeper.freeze();
            inTurn(StopOperation::stop, Optional.empty());
        }
        checkEnd();
    }

    /** Whoever depends on others goes before them. */
    private void inTurn(Function<Predicate<Instance>, StopOperation> stop, Optional<Ticket> ticket) {
        Ordered ordered = manager.ordered();
        Turns turns = new Turns();
        for (String app : ordered.backwards(turns, List.copyOf(manager.clusters.keySet()))) {
            manager.ask(app, ordered.backwards(turns, app, stop.apply(m -> true)), ticket);
        }
    }

    /** Called on every tick. */
    void checkEnd() {
        boolean everythingEnds = manner == Manner.STOP || manner == Manner.FORGET;
        if (everythingEnds && !closing && manager.idle() && manager.runs.isEmpty() && manager.tickets.isEmpty()) {
            closing = true;
            if (manner == Manner.FORGET) {
                keeper.forget();
            } else {
                keeper.away();
            }
            manager.ports.keepOnly(java.util.Set.of());
            // The last answer is on its way to a client; it gets a moment to leave.
            manager.loop.schedule(this::end, 50, TimeUnit.MILLISECONDS);
        }
    }

    private void end() {
        closeLogs();
        ended.countDown();
        if (manner == Manner.FORGET) {
            // Not from the loop itself: the shutdown hook waits for the loop.
            try {
                new Thread(() -> System.exit(0), "lbm-exit").start();
            } catch (OutOfMemoryError e) {
                // No more threads are allowed; all that the hook would wait for is done.
                Runtime.getRuntime().halt(0);
            }
        }
    }

    private void closeLogs() {
        try {
            logs.close();
        } catch (Exception e) {
            LOG.warn("the log loop did not end in order", e);
        }
    }

    /** Until everything has stopped or its time is up. */
    private void await(Duration patience) {
        try {
            if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.error("not everything had ended in time; what is left is adopted by the next manager");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Draining and dying may each take an app its kill_timeout, one after the other where they depend on each other. */
    private Duration patience() {
        long longest = manager.clusters.values().stream()
                .mapToLong(c -> c.spec().stop().killTimeout().toMillis())
                .max()
                .orElse(0);
        return Duration.ofMillis(2 * longest * manager.ordered().depth() + 5_000);
    }

    // ---- without

    /**
     * Becomes another manager: the same process runs the new program, so workers stay its children, and meanwhile
     * accept by themselves. The new program is tried first; nothing changes when it does not run.
     *
     * @param command the new manager's command line
     */
    void update(List<String> command, Ticket ticket) {
        if (command.isEmpty()) {
            ticket.fail(ExitCode.USAGE, "the request names no command", List.of());
            return;
        }
        if (busy(ticket)) {
            return;
        }
        ticket.note("trying the new manager");
        Thread trial = new Thread(
                () -> {
                    String wrong = tryOut(command);
                    manager.loop.execute(() -> {
                        if (wrong.isEmpty()) {
                            becomeQuiet(command, ticket);
                        } else {
                            ticket.fail(
                                    ExitCode.FAILED,
                                    "the new manager does not run; this one stays",
                                    List.of(wrong.split("\n")));
                        }
                    });
                },
                "lbm-update");
        trial.setDaemon(true);
        trial.start();
    }

    private boolean busy(Ticket ticket) {
        boolean busy = ending()
                || manager.clusters.values().stream().anyMatch(c -> c.busyWith().isPresent());
        if (busy) {
            ticket.fail(ExitCode.FAILED, "an operation is running; update when it is done", List.of());
        }
        return busy;
    }

    /** Empty when the command can run here, else what it said. */
    private static String tryOut(List<String> command) {
        try {
            List<String> check = new ArrayList<>(command);
            check.add(Main.CHECK);
            ProcessBuilder builder = new ProcessBuilder(check).redirectErrorStream(true);
            builder.environment().keySet().removeAll(ServiceVariables.ALL);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(CHECK_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "no answer within " + CHECK_SECONDS + " s";
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0 ? "" : said.isEmpty() ? "exit code " + process.exitValue() : said;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private void becomeQuiet(List<String> command, Ticket ticket) {
        if (busy(ticket)) {
            return; // It began while the new program was tried.
        }
        manner = Manner.ALONE;
        handOver(() -> {
            systemd.updating();
            ticket.message("the manager makes way for the new one");
            ticket.finish();
            manager.loop.schedule(() -> become(command), 50, TimeUnit.MILLISECONDS);
        });
    }

    /** Ends alone: the manager that systemd starts next takes everything over. */
    private void leave() {
        if (ending()) {
            return;
        }
        manner = Manner.ALONE;
        LOG.info("the unit is being restarted: the apps go on");
        systemd.stopping("leaving the apps to the next manager", Duration.ofNanos(QUIET_NANOS));
        manager.tickets
                .all()
                .forEach(ticket ->
                        ticket.fail(ExitCode.FAILED, "the manager was restarted meanwhile; ask again", List.of()));
        handOver(() -> manager.loop.schedule(this::end, 50, TimeUnit.MILLISECONDS));
    }

    /** Hands out no more connections, waits for those under way, has the workers accept by themselves. */
    private void handOver(Runnable then) {
        manager.ports.all().forEach(Dispatcher::quiesce);
        waitQuiet(then, manager.now() + QUIET_NANOS);
    }

    private void waitQuiet(Runnable then, long until) {
        int open = manager.ports.all().stream().mapToInt(Dispatcher::underWay).sum();
        if (open > 0 && manager.now() - until < 0) {
            manager.loop.schedule(() -> waitQuiet(then, until), 5, TimeUnit.MILLISECONDS);
            return;
        }
        manager.living().forEach(run -> run.link().ifPresent(link -> link.send(new Message.Leaving())));
        keeper.write(manager);
        keeper.freeze();
        then.run();
    }

    private void become(List<String> command) {
        closeLogs();
        LOG.info("becoming {}", command.get(0));
        try {
            // The home stays ours all the while, else another manager could take it before the new program does.
            Self.exec(command, System.getenv(), Descriptors.openOn(manager.home.pidFile()));
        } catch (IOException e) {
            LOG.error(
                    "the new manager could not be started: {}; workers serve on, the next lbm command starts one",
                    e.getMessage());
            Runtime.getRuntime().halt(ExitCode.FAILED.code());
        }
    }
}
