package lbm.it;

import java.util.List;

/**
 * What a {@link Traffic} counted.
 *
 * @param ok requests answered with 200 and the expected body
 * @param refused connections that nobody accepted
 * @param reset requests lost to a reset
 * @param eof requests lost to an orderly close before the answer was whole
 * @param timeout requests without an answer
 * @param wrong answers with another status, another body, or that were not HTTP
 * @param closedIdle kept connections that the server closed between two requests
 * @param closeAnnounced kept connections that the server ended by {@code Connection: close}
 * @param slowestMillis the slowest good answer
 */
record Result(
        long ok,
        long refused,
        long reset,
        long eof,
        long timeout,
        long wrong,
        long closedIdle,
        long closeAnnounced,
        long connections,
        long slowestMillis,
        List<String> examples) {

    /** Requests that got no good answer. */
    long failed() {
        return refused + reset + eof + timeout + wrong;
    }

    /** Kept connections that the server ended, announced or not. */
    long closed() {
        return closedIdle + closeAnnounced;
    }

    @Override
    public String toString() {
        return ok + " requests ok, " + failed() + " failed (refused " + refused + ", reset " + reset + ", eof " + eof
                + ", timeout " + timeout + ", wrong " + wrong + "), kept connections closed by the server " + closed()
                + " (idle " + closedIdle + ", announced " + closeAnnounced + "), " + connections
                + " connections, slowest " + slowestMillis + " ms" + (examples.isEmpty() ? "" : " " + examples);
    }
}
