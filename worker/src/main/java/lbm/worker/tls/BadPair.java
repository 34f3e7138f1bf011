package lbm.worker.tls;

/** A certificate or key that cannot be used; the message goes on after the file's name: "is not PEM". */
public final class BadPair extends Exception {

    private static final long serialVersionUID = 1L;

    /** Which of the two files it is about. */
    public enum Part {
        CHAIN,
        KEY
    }

    private final Part part;

    BadPair(Part part, String message) {
        super(message);
        this.part = part;
    }

    public Part part() {
        return part;
    }

    /** The sentence's end. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
