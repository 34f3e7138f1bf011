package lbm.manager.daemon;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import lbm.manager.cluster.Cluster;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.Listen;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which ports are to be open, and when: before the first instance, or once a living worker has brought its own. */
final class Openings {

    private static final Logger LOG = LoggerFactory.getLogger(Openings.class);

    private static final long BIND_AGAIN_NANOS = 1_000_000_000L;

    private final Manager manager;
    private final long begun = System.nanoTime();
    private long lastBind = begun;

    Openings(Manager manager) {
        this.manager = manager;
    }

    /** Names of the listeners that somebody needs. */
    Set<String> inUse() {
        Set<String> names = new HashSet<>();
        for (Cluster cluster : manager.clusters.values()) {
            if (cluster.wantsListener()) {
                cluster.spec().listens().forEach(l -> names.add(l.name()));
            }
        }
        for (Run run : manager.runs.values()) {
            names.addAll(run.listeners());
        }
        return names;
    }

    /** Opens the ports of an app before anything of it is started; one that a living worker will bring is awaited. */
    void open(AppSpec spec) throws IOException {
        manager.ports.prepare(spec);
        for (Listen listen : spec.listens()) {
            if (!listenerComing(listen)) {
                manager.ports.bind(spec, listen);
            }
        }
    }

    private boolean listenerComing(Listen listen) {
        return !manager.ports.bound(listen)
                && manager.runs.values().stream()
                        .anyMatch(r -> r.adopted && r.listeners().contains(listen.name()));
    }

    /** A listener that no living worker has brought in time is opened anew. */
    void tick(long now) {
        if (now - lastBind < BIND_AGAIN_NANOS) {
            return;
        }
        lastBind = now;
        for (Cluster cluster : manager.clusters.values()) {
            if (cluster.wantsListener()) {
                cluster.spec().listens().forEach(listen -> bindLate(cluster.spec(), listen, now));
            }
        }
    }

    private void bindLate(AppSpec spec, Listen listen, long now) {
        boolean waiting = now - begun < Adoption.RETURN_NANOS && listenerComing(listen);
        if (!manager.ports.bound(listen) && !waiting) {
            try {
                manager.ports.bind(spec, listen);
            } catch (IOException e) {
                LOG.warn("{}", e.getMessage());
            }
        }
    }
}
