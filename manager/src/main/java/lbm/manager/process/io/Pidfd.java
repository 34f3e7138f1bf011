package lbm.manager.process.io;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.util.Optional;
import lbm.manager.process.Exit;
import lbm.manager.process.ProcessId;
import lbm.manager.process.Signal;

/** Descriptors that name one process and never another (pidfd_open(2), Linux 5.3; waited on since 5.4). */
final class Pidfd {

    /** Returned where there is no such process. */
    static final int GONE = -1;

    private static final int CLD_EXITED = 1;
    private static final int CLD_DUMPED = 3;
    private static final int OFFSET_CODE = 8;
    private static final int OFFSET_PID = 16;
    private static final int OFFSET_STATUS = 24;

    private Pidfd() {}

    /**
     * Opens the very process.
     *
     * @return close-on-exec descriptor, the caller's; {@link #GONE}: it is gone
     */
    static int open(ProcessId id) throws IOException {
        int fd = (int) Libc.syscall(Libc.SYS_PIDFD_OPEN, id.pid(), 0, 0, 0);
        if (fd < 0) {
            if (Native.getLastError() == Libc.ESRCH) {
                return GONE;
            }
            throw Libc.failure("pidfd_open of " + id.pid());
        }
        // Asked after the opening: had the number been reused before it, the start time now read tells; had it been
        // reused since, ours is gone anyway.
        if (Processes.identify(id.pid()).filter(id::equals).isEmpty()) {
            Libc.close(fd);
            return GONE;
        }
        return fd;
    }

    /** Sends a signal to the very process; false: it is gone. */
    static boolean send(ProcessId id, Signal signal) throws IOException {
        int fd = open(id);
        if (fd == GONE) {
            return false;
        }
        try {
            if (Libc.syscall(Libc.SYS_PIDFD_SEND_SIGNAL, fd, signal.number(), 0, 0) == 0) {
                return true;
            }
            if (Native.getLastError() == Libc.ESRCH) {
                return false;
            }
            throw Libc.failure(signal.name() + " to " + id.pid());
        } finally {
            Libc.close(fd);
        }
    }

    /**
     * Reaps the process behind a readable pidfd.
     *
     * @return empty: it is not our child, so its end is not told to us
     */
    static Optional<Exit> reap(int fd) {
        return wait(Libc.P_PIDFD, fd);
    }

    /** {@link #reap} of an ended process by its pid, which is safe only for a child: its number is kept until then. */
    static Optional<Exit> reapChild(ProcessId id) {
        return wait(Libc.P_PID, (int) id.pid());
    }

    private static Optional<Exit> wait(int type, int which) {
        try (Memory info = new Memory(Libc.SIGINFO_SIZE)) {
            info.clear();
            int done = Libc.waitid(type, which, info, Libc.WEXITED | Libc.WNOHANG);
            if (done < 0 || info.getInt(OFFSET_PID) == 0) {
                return Optional.empty();
            }
            int code = info.getInt(OFFSET_CODE);
            int status = info.getInt(OFFSET_STATUS);
            return Optional.of(
                    code == CLD_EXITED ? new Exit.Code(status) : new Exit.Signal(status, code == CLD_DUMPED));
        }
    }
}
