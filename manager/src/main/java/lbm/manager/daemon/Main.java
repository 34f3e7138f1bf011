package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import lbm.manager.spec.ExitCode;

/** The manager daemon. It is told everything by {@code LBM_HOME}. */
public final class Main {

    /** Argument by which an update asks whether this program runs here at all. */
    static final String CHECK = "--check";

    private Main() {}

    public static void main(String[] args) {
        Logging.configure();
        Home home = Home.of(System.getenv());
        try {
            if (Arrays.asList(args).contains(CHECK)) {
                check(home);
                return;
            }
            home.create();
            HomeLock.closeInherited(home.pidFile());
            Optional<HomeLock> lock = HomeLock.take(home.pidFile());
            if (lock.isEmpty()) {
                fail(
                        ExitCode.BUSY,
                        "another manager holds " + home.dir() + ": pid " + HomeLock.holder(home.pidFile())
                                + "; `lbm kill` ends it, `lbm update` replaces it");
            }
            new Daemon(home).run();
        } catch (IOException e) {
            fail(ExitCode.NO_PERMISSION, home.dir() + " cannot be used: " + Logging.line(e));
        } catch (OutOfMemoryError e) {
            // Threads too: as many as `ulimit -u` or pids.max of a control group allow.
            fail(ExitCode.FAILED, "the manager could not start: " + e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            // The loop's thread would keep this process, and with it the home's lock, for a manager that answers
            // nobody.
            e.printStackTrace();
            fail(ExitCode.FAILED, "the manager could not start: " + e);
        }
    }

    /** Loads what a manager cannot do without, natively too, and says its version. */
    private static void check(Home home) throws IOException {
        IoEventLoop loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()).next();
        loop.execute(() -> {});
        lbm.manager.process.io.Spawners.probe();
        Optional<JsonNode> state = StateFile.read(home.state());
        System.out.println(Daemon.version() + (state.isPresent() ? ", state readable" : ""));
        System.exit(ExitCode.DONE.code());
    }

    /** Ends without the shutdown hook: what runs goes on, for a manager that can start. */
    private static void fail(ExitCode exit, String line) {
        System.err.println("lbm: " + line);
        Runtime.getRuntime().halt(exit.code());
    }
}
