package lbm.worker.http.io;

import java.time.Duration;
import lbm.worker.config.Limits;

/**
 * How long a client is waited for. It is asked every now and then and remembers what it saw, so that a request costs no
 * look at the clock and a connection no timer. Only what completes something starts the time anew: a byte now and then
 * does not.
 */
public final class Patience {

    /** What is waited for. */
    public enum Stage {
        /** The first byte of a request. */
        NEXT,
        /** The rest of its head. */
        HEAD,
        /** The rest of its content. */
        CONTENT,
        /** That the client takes what is sent. */
        WRITING
    }

    private final Limits limits;
    private boolean asked;
    private Stage stage = Stage.NEXT;
    private long turn;
    private long progress;
    private long since;

    public Patience(Limits limits) {
        this.limits = limits;
    }

    /**
     * Whether it is time to give up.
     *
     * @param turn messages that were complete
     * @param progress bytes the client has taken, or anything else that changes when it takes some
     */
    public boolean isOver(long now, Stage stage, long turn, long progress) {
        boolean same = asked && this.turn == turn && sameWait(stage) && this.progress == progress;
        this.stage = stage;
        this.turn = turn;
        this.progress = progress;
        if (!same) {
            asked = true;
            since = now;
            return false;
        }
        return now - since > limit(stage).toNanos();
    }

    /** Head and content are one request, whose time runs from its first byte. */
    private boolean sameWait(Stage next) {
        return next == stage || (next == Stage.CONTENT && stage == Stage.HEAD);
    }

    private Duration limit(Stage stage) {
        return switch (stage) {
            case NEXT -> limits.idleTimeout();
            case HEAD -> limits.headerTimeout();
            case CONTENT -> limits.requestTimeout();
            case WRITING -> limits.writeTimeout();
        };
    }
}
