package lbm.manager.process;

/**
 * Names of the pipes that a process's output goes to, see {@code /proc/PID/fd} in proc(5): {@code pipe:[4711]}, unique
 * while they are open anywhere. By them a later manager finds them, also while the process has its output redirected.
 * Empty: not known.
 */
public record Pipes(String out, String err) {
    public static final Pipes UNKNOWN = new Pipes("", "");
}
