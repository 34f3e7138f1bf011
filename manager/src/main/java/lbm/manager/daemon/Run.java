package lbm.manager.daemon;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import lbm.manager.balance.io.Link;
import lbm.manager.instance.Key;
import lbm.manager.metrics.Usage;
import lbm.manager.process.Pipes;
import lbm.manager.process.ProcessId;
import lbm.manager.process.io.ProcessWatch;
import lbm.manager.spec.AppSpec;
import lbm.worker.link.Message.Heartbeat;
import lbm.worker.link.Message.Progress;
import org.jspecify.annotations.Nullable;

/** One living process as the manager sees it. Mutable, used by the loop alone. */
final class Run {

    final Key key;
    final AppSpec spec;
    final ProcessId process;
    /** Wall clock, for people. */
    final long startedMillis;

    final boolean adopted;

    /** What its output goes to. */
    final Pipes pipes;

    @Nullable
    ProcessWatch watch;

    @Nullable
    Link link;
    /** When its event loop was last heard, on the monotonic clock. */
    long heard;

    /** The command that sent it a signal last: {@code lbm sendSignal KILL}; empty: none did. */
    String signalled = "";

    boolean suspect;
    /** The listeners it holds a duplicate of, as its hello said. */
    Set<String> holds = Set.of();
    /** Those it was asked to send, since this manager has none. */
    Set<String> asked = Set.of();

    /** What it last said of itself in one line, see sd_notify(3). */
    String said = "";

    Heartbeat beat = new Heartbeat(0, 0, 0, 0, 0, 0);
    Progress progress = new Progress("", 0);
    Usage usage = new Usage(0, 0);

    Run(Key key, AppSpec spec, ProcessId process, Pipes pipes, long startedMillis, boolean adopted, long now) {
        this.key = key;
        this.spec = spec;
        this.process = process;
        this.pipes = pipes;
        this.startedMillis = startedMillis;
        this.adopted = adopted;
        this.heard = now;
    }

    Optional<Link> link() {
        return Optional.ofNullable(link);
    }

    /** Names of the listeners it serves. */
    List<String> listeners() {
        return spec.listens().stream().map(AppSpec.Listen::name).toList();
    }
}
