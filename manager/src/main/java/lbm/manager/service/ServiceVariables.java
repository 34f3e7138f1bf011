package lbm.manager.service;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What systemd and the unit tell the manager by its environment, meant for that one process alone. */
public final class ServiceVariables {

    /** File name of the unit, set by the unit itself. */
    public static final String UNIT = "LBM_UNIT";

    /** A program that inherits these could speak to systemd in the manager's name. */
    public static final Set<String> ALL = Set.of(UNIT, "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID");

    private ServiceVariables() {}

    /**
     * The unit whose main process this is; empty when systemd did not start it. The unit says its own name: the control
     * group would too, but reads differently in a container and holds for every descendant.
     */
    public static Optional<String> unit(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(UNIT)).filter(name -> !name.isEmpty());
    }
}
