package lbm.worker.link.io;

import io.netty.channel.unix.FileDescriptor;
import lbm.worker.link.Message;

/** What a link tells its worker and asks it; all on the event loop. */
public interface LinkEvents {

    /** How this worker introduces itself now. */
    Message.Hello hello();

    /** What the next heartbeat says; the link fills in number and delay. */
    Message.Heartbeat heartbeat(long seq, long loopDelayMicros);

    /** Whether a duplicate of this listener is held. */
    boolean holds(String listener);

    /** The duplicate of a listener that is held, to be given to a manager that has none. */
    Traveller listener(String name);

    /** A duplicate of a listener, to be kept until this process ends. */
    void listenerArrived(String name, FileDescriptor descriptor);

    /** A client connection that is this worker's from now on; nothing of it has been read. */
    void handedOff(String lane, FileDescriptor descriptor);

    /** Welcomed, and every lane is up. */
    void joined();

    /** Drain, leaving, refused, backends: what the manager wants of the worker. */
    void told(Message message);

    /** The manager's loop has not answered for too long. */
    void silent();

    /** It answered. */
    void pulse();

    /** The session ended; what was on its way out has come back before this. */
    void lost();
}
