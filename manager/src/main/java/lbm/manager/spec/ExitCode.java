package lbm.manager.spec;

/** What {@code lbm} tells the shell; the one table of exit codes (also in {@code lbm --help} and the README). */
public enum ExitCode {
    DONE(0, "done"),
    FAILED(1, "failed: the line on stderr says why"),
    USAGE(2, "bad option, argument or file; nothing was changed"),
    NO_SUCH_APP(3, "no app matches the selector"),
    NO_DAEMON(4, "no manager runs for this LBM_HOME"),
    BUSY(5, "another manager holds this LBM_HOME, or a port is in use"),
    NO_PERMISSION(6, "the operating system refused access");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
