package lbm.manager.cli;

/** Our stdout was closed by its reader: end quietly, as other programs end of SIGPIPE. */
public final class OutputClosed extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OutputClosed() {
        super("stdout is closed", null, false, false);
    }
}
