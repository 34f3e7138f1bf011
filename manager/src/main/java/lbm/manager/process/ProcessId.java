package lbm.manager.process;

/**
 * One process and no other: a pid alone is reused.
 *
 * @param startTicks clock ticks from boot to its start: field 22 of {@code /proc/PID/stat}, see proc(5)
 * @param bootId the kernel's random id of this boot: ticks of two boots do not compare
 */
public record ProcessId(long pid, long startTicks, String bootId) {}
