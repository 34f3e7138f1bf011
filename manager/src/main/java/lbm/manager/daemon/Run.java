package lbm.manager.daemon;

import java.util.Optional;
import lbm.manager.balance.io.Link;
import lbm.manager.instance.Key;
import lbm.manager.metrics.Usage;
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

    @Nullable
    ProcessWatch watch;

    @Nullable
    Link link;
    /** When its event loop was last heard, on the monotonic clock. */
    long heard;

    boolean suspect;
    /** Whether it holds a duplicate of its listener, as its hello said. */
    boolean holdsListener;
    /** Whether it was asked to send that duplicate, since this manager has none. */
    boolean asked;

    Heartbeat beat = new Heartbeat(0, 0, 0, 0, 0, 0);
    Progress progress = new Progress("", 0);
    Usage usage = new Usage(0, 0);

    Run(Key key, AppSpec spec, ProcessId process, long startedMillis, boolean adopted, long now) {
        this.key = key;
        this.spec = spec;
        this.process = process;
        this.startedMillis = startedMillis;
        this.adopted = adopted;
        this.heard = now;
    }

    Optional<Link> link() {
        return Optional.ofNullable(link);
    }

    /** Name of the listener it serves; empty for a program without one. */
    Optional<String> listener() {
        return spec.listen().map(AppSpec.Listen::name);
    }
}
