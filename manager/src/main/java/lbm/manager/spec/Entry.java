package lbm.manager.spec;

/**
 * How clients come to an app.
 *
 * @param options of the proxy that stands before it, checked; nothing in other modes
 */
public record Entry(Mode mode, SiteOptions options) {

    /** The program opens its port by itself, or has none. */
    public static final Entry OWN = new Entry(Mode.OWN, SiteOptions.NONE);

    /** Accepted connections are handed to workers. */
    public static final Entry HANDOFF = new Entry(Mode.HANDOFF, SiteOptions.NONE);

    /** That of a program whose file says nothing. */
    static Entry of(Program program) {
        return program instanceof Program.Exec ? OWN : HANDOFF;
    }

    /** The way in. */
    public enum Mode {
        OWN,
        HANDOFF,
        /** Instances inherit the listening socket as descriptor 3, by systemd's LISTEN_FDS. */
        INHERITED,
        /** A proxy worker has the port; each instance has a private one. */
        PROXY,
        /** Node's cluster module asks for listeners over its own channel. */
        NODE
    }
}
