package lbm.manager.daemon;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.function.Predicate;
import lbm.manager.channel.io.ListenSocket;
import lbm.manager.process.io.Descriptors;
import lbm.manager.spec.AppSpec.Listen;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds listeners for programs, or takes them back from those that a former manager gave them to. */
final class ProgramListeners {

    private static final Logger LOG = LoggerFactory.getLogger(ProgramListeners.class);

    private ProgramListeners() {}

    /**
     * A listener, bound so that another socket of ours could be bound beside it; nobody else is to notice, so it is first
     * tried without.
     *
     * @param mayHold whose listener at this address it would be, if there is one
     * @return close-on-exec, the caller's
     */
    static int open(Manager manager, Listen at, boolean v6only, Predicate<Run> mayHold) throws IOException {
        if (at.port() == 0) {
            return ListenSocket.open(at.host(), 0, true, v6only);
        }
        try {
            Descriptors.close(ListenSocket.open(at.host(), at.port(), false, v6only));
        } catch (ListenSocket.Refused e) {
            if (e.errno() != ListenSocket.Refused.EADDRINUSE) {
                throw e;
            }
            return inUse(manager, at, v6only, mayHold, e);
        }
        return ListenSocket.open(at.host(), at.port(), true, v6only);
    }

    private static int inUse(
            Manager manager, Listen at, boolean v6only, Predicate<Run> mayHold, ListenSocket.Refused inUse)
            throws IOException {
        boolean refused = false;
        for (Run run : manager.runs.values()) {
            if (mayHold.test(run) && run.adopted) {
                try {
                    OptionalInt fd = take(run, at);
                    if (fd.isPresent()) {
                        return fd.getAsInt();
                    }
                } catch (IOException e) {
                    notTakenBack(run, at, e);
                    refused = true;
                }
            }
        }
        if (!refused) {
            throw inUse;
        }
        // Theirs goes on beside ours: the kernel shares new connections out between both.
        return ListenSocket.open(at.host(), at.port(), true, v6only);
    }

    /** From a process that a former manager gave it to; empty: it has none, or it cannot be had. */
    static OptionalInt takeBack(Run run, Listen at) {
        try {
            return take(run, at);
        } catch (IOException e) {
            notTakenBack(run, at, e);
            return OptionalInt.empty();
        }
    }

    private static void notTakenBack(Run run, Listen at, IOException e) {
        LOG.warn("{}: not taken back from pid {}: {}", at.name(), run.process.pid(), Logging.line(e));
    }

    private static OptionalInt take(Run run, Listen at) throws IOException {
        return Descriptors.takeSocket(run.process, any -> true, fd -> ListenSocket.listensAt(fd, at.host(), at.port()));
    }
}
