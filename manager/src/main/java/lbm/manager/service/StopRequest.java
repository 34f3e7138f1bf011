package lbm.manager.service;

/** Why the unit's processes are told to end, read from the job systemd works on. */
public enum StopRequest {
    /** The unit is to stop, or the machine: everything ends. */
    STOP,
    /** The unit starts again at once: the programs go on, and the next manager takes them over. */
    RESTART,
    /** systemd has nothing under way: the manager ended by itself, or somebody signalled it by hand. */
    NONE;

    /**
     * Reads what {@code systemctl list-jobs} prints: {@code ID UNIT TYPE STATE} in each line.
     *
     * @param jobs its output; empty or of another form counts as no job
     * @param unit file name of the unit
     */
    public static StopRequest of(String jobs, String unit) {
        return jobs.lines()
                .map(line -> line.trim().split("\\s+", -1))
                .filter(job -> job.length >= 3 && job[1].equals(unit))
                .map(job -> switch (job[2]) {
                    case "stop" -> STOP;
                    case "restart", "try-restart" -> RESTART;
                    default -> NONE;
                })
                .findFirst()
                .orElse(NONE);
    }
}
