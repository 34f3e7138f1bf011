package lbm.manager.logs;

/** An instance whose lines can be asked for, running or not. */
public record LogSource(int id, String app, LogTargets targets) {}
