package lbm.worker.lifecycle;

/**
 * Where a worker stands, and what follows from it. A value: each event gives the next one, and whoever acts compares
 * what followed before with what follows now.
 *
 * @param phase how far this process is on its way from start to exit
 * @param contact what it knows of its manager
 * @param own whether it accepts by itself whoever is there
 */
public record Life(Phase phase, Contact contact, boolean own) {

    /** The way from start to exit; never back. */
    public enum Phase {
        WARMING,
        SERVING,
        DRAINING,
        STOPPED
    }

    /** The manager, as this worker sees it. */
    public enum Contact {
        /** No link, or one on which not every lane is up yet. */
        AWAY,
        /** Every lane is up and the manager answers. */
        JOINED,
        /** The link is there but the manager's loop does not answer. */
        SILENT,
        /** It said that it leaves; the link is still open. */
        LEFT
    }

    /** As a process starts. */
    public static final Life START = new Life(Phase.WARMING, Contact.AWAY, false);

    /** As a process starts that accepts by itself. */
    public static final Life OWN = new Life(Phase.WARMING, Contact.AWAY, true);

    /** The warm-up is over. */
    public Life warm() {
        return switch (phase) {
            case WARMING -> new Life(Phase.SERVING, contact, own);
            case SERVING, DRAINING, STOPPED -> this;
        };
    }

    /** Welcomed, every lane up, every listener held. */
    public Life joined() {
        return new Life(phase, Contact.JOINED, own);
    }

    /** The link ended. */
    public Life lost() {
        return new Life(phase, Contact.AWAY, own);
    }

    /** The manager did not answer for too long. */
    public Life silent() {
        return switch (contact) {
            case JOINED -> new Life(phase, Contact.SILENT, own);
            case AWAY, SILENT, LEFT -> this;
        };
    }

    /** The manager answered a heartbeat. */
    public Life pulse() {
        return switch (contact) {
            case SILENT -> new Life(phase, Contact.JOINED, own);
            // One that has left may still answer; it takes no connection any more.
            case AWAY, JOINED, LEFT -> this;
        };
    }

    /** The manager said that it leaves. */
    public Life leaving() {
        return switch (contact) {
            case JOINED, SILENT -> new Life(phase, Contact.LEFT, own);
            case AWAY, LEFT -> this;
        };
    }

    /** Told to drain, refused, or signalled. */
    public Life drain() {
        return switch (phase) {
            case WARMING, SERVING -> new Life(Phase.DRAINING, contact, own);
            case DRAINING, STOPPED -> this;
        };
    }

    /** Nothing is left to serve. */
    public Life stopped() {
        return new Life(Phase.STOPPED, contact, own);
    }

    /** Whether this worker would serve a new connection well: what {@code /ready} tells. */
    public boolean ready() {
        return phase == Phase.SERVING;
    }

    /** Whether the manager is to be told that connections may come. */
    public boolean announced() {
        return phase == Phase.SERVING && contact == Contact.JOINED;
    }

    /** Whether it accepts by itself: it is to, or nobody else does. */
    public boolean accepts() {
        return phase == Phase.SERVING && (own || contact != Contact.JOINED);
    }

    /** Whether a lost manager is to be looked for. A worker on its way out does not bind itself again. */
    public boolean reconnects() {
        return switch (phase) {
            case WARMING, SERVING -> true;
            case DRAINING, STOPPED -> false;
        };
    }
}
