package lbm.manager.logs;

/** Which of its two outputs a process wrote a line to. */
public enum Stream {
    OUT("out", 1),
    ERR("err", 2);

    private final String label;
    private final int fd;

    Stream(String label, int fd) {
        this.label = label;
        this.fd = fd;
    }

    /** {@code out} or {@code err}, as in JSON lines. */
    public String label() {
        return label;
    }

    /** The descriptor in the process: 1 or 2. */
    public int fd() {
        return fd;
    }
}
