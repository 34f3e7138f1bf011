package lbm.manager.service;

/** Why systemd runs the unit's {@code ExecStop}, told from the job it works on. */
public enum StopRequest {
    /** The unit is to stop, or the machine: end everything. */
    STOP,
    /** The unit starts again at once: leave the programs running for the next manager. */
    RESTART;

    /**
     * Reads what {@code systemctl list-jobs} prints: {@code ID UNIT TYPE STATE} in each line.
     *
     * @param jobs its output; empty or of another form when it failed, which counts as a stop: nothing may be left over
     * @param unit file name of the unit
     */
    public static StopRequest of(String jobs, String unit) {
        boolean restarts = jobs.lines()
                .map(line -> line.trim().split("\\s+", -1))
                .anyMatch(job -> job.length >= 3 && job[1].equals(unit) && job[2].equals("restart"));
        return restarts ? RESTART : STOP;
    }
}
