package lbm.manager.spec;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What the system shall hold a process to.
 *
 * @param nofile most open descriptors, RLIMIT_NOFILE of setrlimit(2)
 * @param nice from -20, first served, to 19, setpriority(2)
 * @param memoryMax bytes for the process tree of one instance, {@code memory.max} of a cgroup
 * @param cpuMax processors for the process tree of one instance, {@code cpu.max} of a cgroup; 1.5 is one and a half
 */
public record Limits(OptionalInt nofile, OptionalInt nice, Optional<Long> memoryMax, OptionalDouble cpuMax) {

    /** As the manager itself. */
    public static final Limits NONE =
            new Limits(OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), OptionalDouble.empty());
}
