package lbm.manager.daemon;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import lbm.manager.instance.State;
import lbm.manager.service.ServiceVariables;
import lbm.manager.service.StatusLine;
import lbm.manager.service.StopRequest;
import lbm.manager.service.io.NotifySocket;
import lbm.manager.service.io.Systemd;

/** What a manager does that is the main process of a systemd unit; elsewhere every call does nothing. */
final class UnderSystemd {

    /** For what comes after the last app has ended: answers, logs, the JVM itself. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final NotifySocket socket;
    private final Optional<String> unit;
    private String told = "";
    private boolean stopping;
    private long alive;

    UnderSystemd(Map<String, String> environment, long pid) {
        this.socket = NotifySocket.of(environment, pid);
        this.unit = ServiceVariables.unit(environment);
    }

    /** Clients are answered from now on. After an update it is said again, by the same process. */
    void ready(Manager manager) {
        told = line(manager);
        alive = manager.now();
        socket.ready(told);
        socket.alive();
    }

    /** Called on every tick of the loop: a loop that is stuck is silent, and systemd ends it. */
    void tick(Manager manager) {
        long now = manager.now();
        socket.watchdogInterval()
                .filter(interval -> now - alive >= interval.toNanos())
                .ifPresent(due -> {
                    alive = now;
                    socket.alive();
                });
        if (!stopping && socket.present()) {
            status(line(manager));
        }
    }

    /** The next manager has the whole of the watchdog's time to start. */
    void updating() {
        stopping = true;
        socket.alive();
        socket.status("becoming another manager");
    }

    /**
     * The end has begun.
     *
     * @param within how long it may take, which may be longer than the unit allows by itself
     */
    void stopping(String why, Duration within) {
        stopping = true;
        socket.stopping(why, within.plus(MARGIN));
    }

    /** Why we are told to end. Waits for systemd, so not on the loop. */
    StopRequest stopRequest() {
        return unit.map(Systemd::stopRequest).orElse(StopRequest.NONE);
    }

    private void status(String line) {
        if (!line.equals(told)) {
            told = line;
            socket.status(line);
        }
    }

    private static String line(Manager manager) {
        long online = manager.allMembers().stream()
                .filter(m -> m.state() == State.ONLINE)
                .count();
        return StatusLine.of(online, manager.allMembers().size());
    }
}
