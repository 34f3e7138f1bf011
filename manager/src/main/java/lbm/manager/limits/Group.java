package lbm.manager.limits;

import java.util.Optional;

/** Texts of control groups, version 2: Documentation/admin-guide/cgroup-v2.rst of Linux. */
public final class Group {

    /** The leaf the manager itself lives in: a group that hands controllers on may hold no process. */
    public static final String MANAGER = "lbm-manager";

    private static final int PERIOD_MICROS = 100_000;
    private static final int LEAST_MICROS = 1_000;

    private Group() {}

    /** The group of a process by its {@code /proc/PID/cgroup}, relative to the mount; empty: version 2 is not there. */
    public static Optional<String> path(String cgroupFile) {
        return cgroupFile
                .lines()
                .filter(line -> line.startsWith("0::"))
                .map(line -> line.substring(3))
                .findFirst();
    }

    /** Of one life: no two have the same. Other characters than letters, digits, dot and dash become dashes. */
    public static String name(String app, int id, long serial) {
        return "app-" + app.replaceAll("[^A-Za-z0-9.-]", "-") + "-" + id + "-" + serial;
    }

    /** Whether a group was made by this name, which may have a number added: {@code app-api-0-17-2}. */
    public static boolean named(String group, String name) {
        return group.equals(name)
                || (group.startsWith(name + "-")
                        && group.substring(name.length() + 1).matches("\\d+"));
    }

    /** {@code cpu.max}: so many microseconds in each tenth of a second. */
    public static String cpuMax(double processors) {
        return Math.max(LEAST_MICROS, Math.round(processors * PERIOD_MICROS)) + " " + PERIOD_MICROS;
    }

    /** How many processes the kernel has killed, by {@code memory.events}. */
    public static long killed(String events) {
        return events.lines()
                .filter(line -> line.matches("oom_kill \\d{1,18}"))
                .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
                .findFirst()
                .orElse(0);
    }

    /** Whether a list like {@code cgroup.controllers} names a controller. */
    public static boolean names(String list, String controller) {
        return (" " + list.strip() + " ").contains(" " + controller + " ");
    }
}
