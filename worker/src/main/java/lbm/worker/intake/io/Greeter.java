package lbm.worker.intake.io;

import io.netty.channel.Channel;

/** Makes a fresh channel speak the worker's protocol. The one place where hand-off and own accept meet. */
public interface Greeter {

    /** Fills the channel's pipeline before it is registered. */
    Conversation greet(Channel channel, Exit connection);
}
