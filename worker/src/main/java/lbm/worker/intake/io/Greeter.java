package lbm.worker.intake.io;

import io.netty.channel.Channel;

/** Makes a fresh channel speak the worker's protocol. The one place where hand-off and own accept meet. */
public interface Greeter {

    /**
     * Fills the channel's pipeline before it is registered.
     *
     * @param listener name of the listener it came in by
     */
    Conversation greet(Channel channel, Exit connection, String listener);
}
