package lbm.manager.metrics;

/** What a process tree uses. */
public record Usage(long rssBytes, double cpuPercent) {}
