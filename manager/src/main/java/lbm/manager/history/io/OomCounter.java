package lbm.manager.history.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import lbm.manager.history.Cause.Oom;

/**
 * The kernel's counters of processes killed for lack of memory: {@code oom_kill} in the cgroup's {@code memory.events}
 * (Documentation/admin-guide/cgroup-v2.rst) and in {@code /proc/vmstat}. A counter that has grown since the last look
 * means that it happened in between.
 */
public final class OomCounter {

    /** Where a manager is whose programs have groups beside it, and together with it one limit of their unit. */
    private static final String BESIDE = "lbm-manager";

    private final Path machine;
    private final Optional<Path> cgroup;
    private OptionalLong machineSeen;
    private OptionalLong cgroupSeen;

    OomCounter(Path machine, Optional<Path> cgroup) {
        this.machine = machine;
        this.cgroup = cgroup;
        this.machineSeen = count(machine);
        this.cgroupSeen = cgroup.map(OomCounter::count).orElse(OptionalLong.empty());
    }

    /** Those of this process's cgroup and machine. */
    public static OomCounter ofThisProcess() {
        return new OomCounter(Path.of("/proc/vmstat"), events(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup")));
    }

    /** What has happened since the last look. */
    public Oom look() {
        OptionalLong inGroup = cgroup.map(OomCounter::count).orElse(OptionalLong.empty());
        OptionalLong onMachine = count(machine);
        Oom found = grown(cgroupSeen, inGroup) ? Oom.CGROUP : grown(machineSeen, onMachine) ? Oom.MACHINE : Oom.NO;
        cgroupSeen = inGroup;
        machineSeen = onMachine;
        return found;
    }

    private static boolean grown(OptionalLong before, OptionalLong now) {
        return before.isPresent() && now.isPresent() && now.getAsLong() > before.getAsLong();
    }

    /**
     * The file of the highest cgroup that is ours alone as far as can be told: our own, or its parent when it was made to
     * hold a manager and its programs side by side.
     */
    static Optional<Path> events(Path membership, Path root) {
        try {
            for (String line : Files.readAllLines(membership)) {
                if (line.startsWith("0::/")) {
                    Path own = root.resolve(line.substring("0::/".length()));
                    boolean side = own.getNameCount() > root.getNameCount() && own.endsWith(BESIDE);
                    Path file = (side ? own.resolve("..").normalize() : own).resolve("memory.events");
                    return Files.isReadable(file) ? Optional.of(file) : Optional.empty();
                }
            }
        } catch (IOException e) {
            return Optional.empty(); // No cgroup v2 here: the machine's counter must do.
        }
        return Optional.empty();
    }

    private static OptionalLong count(Path file) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("oom_kill ")) {
                    return OptionalLong.of(
                            Long.parseLong(line.substring("oom_kill ".length()).strip()));
                }
            }
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty(); // Not told on this kernel.
        }
        return OptionalLong.empty();
    }
}
