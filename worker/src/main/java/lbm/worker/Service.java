package lbm.worker;

import lbm.worker.http.Counters;
import lbm.worker.intake.io.Greeter;
import lbm.worker.link.Message;

/** What a worker does with the connections it is given. All on the event loop. */
interface Service extends Greeter {

    /** For the line that tells of readiness: {@code serving /srv/site}. */
    String title();

    /**
     * How many connections it can serve at once.
     *
     * @param descriptors how many the process may open for them
     */
    default int most(int descriptors) {
        return descriptors;
    }

    /**
     * Makes ready for the first connection.
     *
     * @param done called once, when it is
     */
    void prepare(Runnable done);

    /** Whom a proxy asks from now on. */
    default void told(Message.Backends backends) {}

    /** A manager is there, perhaps another one than before. */
    default void joined() {}

    Counters counters();

    /** What the next heartbeat says about answers. */
    Message.Traffic traffic();

    /** The process ends: writes what is to be kept; waits a second or so at most. */
    void end();
}
