package lbm.worker.link.io;

import io.netty.channel.unix.FileDescriptor;

/** A descriptor this worker gives to the manager, and its copy until the manager has it. */
public interface Traveller {

    /** What goes over the lane. It stays open here. */
    FileDescriptor descriptor();

    /** The manager owns it now: close the copy, without shutdown. */
    void arrived();

    /** The manager never took it: it is still ours. */
    void returned();
}
