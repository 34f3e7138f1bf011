package lbm.manager.daemon;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lbm.manager.cluster.ReplaceOperation;
import lbm.manager.instance.Instance;
import lbm.manager.instance.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has an instance replaced that takes more memory than it may. */
final class MemoryWatch {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);

    /** A replacement that did not help is not tried again at once. */
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final Manager manager;
    /** When each id was replaced last. */
    private final Map<Integer, Long> tried = new HashMap<>();

    MemoryWatch(Manager manager) {
        this.manager = manager;
    }

    /** A sample of it was just taken. */
    void check(Run run) {
        Optional<Map.Entry<String, Long>> limit = manager.limits().watched(run);
        Optional<Instance> member = manager.member(run.key);
        if (limit.isEmpty()
                || member.isEmpty()
                || run.usage.rssBytes() <= limit.get().getValue()) {
            return;
        }
        Instance m = member.get();
        long now = manager.now();
        boolean young = now - m.since() < m.spec().restart().minUptime().toNanos();
        Long last = tried.get(m.key().id());
        boolean patient = last != null && now - last < PATIENCE_NANOS;
        if (m.state() != State.ONLINE || young || patient) {
            return;
        }
        tried.put(m.key().id(), now);
        String why = "memory " + Text.bytes(run.usage.rssBytes()) + " over "
                + limit.get().getKey() + " " + Text.bytes(limit.get().getValue());
        LOG.info("{}:{}: {}", m.spec().name(), m.slot(), why);
        manager.events().publish("memory limit", m, why);
        manager.ask(m.spec().name(), ReplaceOperation.replace(m.key(), why), Optional.empty());
    }
}
