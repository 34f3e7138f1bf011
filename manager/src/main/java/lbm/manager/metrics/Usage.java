package lbm.manager.metrics;

/**
 * What a process tree uses.
 *
 * @param rssBytes resident memory of all its processes; pages they share count for each
 * @param cpuPercent of one core since the sample before, 0 in the first: 150 is one and a half cores
 */
public record Usage(long rssBytes, double cpuPercent) {}
