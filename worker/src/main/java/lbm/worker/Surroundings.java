package lbm.worker;

import io.netty.channel.EventLoop;
import java.util.List;
import lbm.worker.link.Message;

/** What a {@link Service} finds around it; all on the event loop. */
interface Surroundings {

    EventLoop loop();

    /** Whether a new connection would be served well. */
    boolean ready();

    /** Names of the listeners that are held. */
    List<String> listeners();

    /** How late the loop was at its last heartbeat. */
    long loopDelayMillis();

    /** Says something to the manager, if there is one. */
    void say(Message message);

    /** The settings turn out to be of no use: ends the process with 2. */
    void unusable(String why);
}
