package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lbm.manager.channel.io.ListenSocket;
import lbm.manager.cluster.Cluster;
import lbm.manager.instance.Instance;
import lbm.manager.process.io.Descriptors;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.Listen;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listeners that programs inherit ({@code listen: inherited}), by systemd's protocol of sd_listen_fds(3). The manager
 * holds a duplicate and never accepts from it: while an instance is replaced, clients wait in the kernel's queue.
 */
final class SharedListeners implements Attendant {

    private static final Logger LOG = LoggerFactory.getLogger(SharedListeners.class);

    /** The variable must name the program's own process, which is known only in it. */
    private static final List<String> TELL_PID = List.of("sh", "-c", "LISTEN_PID=$$ exec \"$@\"", "sh");

    static final List<String> VARIABLES = List.of("LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES");

    private final Manager manager;
    private final Map<String, Integer> open = new HashMap<>();

    SharedListeners(Manager manager) {
        this.manager = manager;
    }

    @Override
    public void prepare(Instance m, Launching launching) throws IOException {
        Map<String, String> own = m.spec().env();
        VARIABLES.stream().filter(name -> !own.containsKey(name)).forEach(launching.env()::remove);
        if (m.spec().inherited().isPresent()) {
            Listen listen = m.spec().inherited().get();
            launching.inherit(listener(m.spec(), listen));
            launching.env().put("LISTEN_FDS", "1");
            launching.env().put("LISTEN_FDNAMES", m.spec().name().replaceAll("[^A-Za-z0-9_.-]", "_"));
            launching.through(TELL_PID);
        }
    }

    private int listener(AppSpec spec, Listen listen) throws IOException {
        Integer there = open.get(listen.name());
        if (there == null) {
            there = bind(spec, listen);
            open.put(listen.name(), there);
        }
        return there;
    }

    private int bind(AppSpec spec, Listen listen) throws IOException {
        try {
            return ProgramListeners.open(
                    manager,
                    listen,
                    false,
                    run -> run.spec.inherited().filter(listen::equals).isPresent());
        } catch (ListenSocket.Refused e) {
            throw Ports.refused("cannot listen on " + listen.name() + " for " + spec.name() + ": ", e);
        }
    }

    @Override
    public void adopted(Run run, Instance m, JsonNode written) {
        run.spec
                .inherited()
                .filter(listen -> !open.containsKey(listen.name()))
                .ifPresent(listen -> ProgramListeners.takeBack(run, listen).ifPresent(fd -> {
                    LOG.info("{}: listener taken back from pid {}", listen.name(), run.process.pid());
                    open.put(listen.name(), fd);
                }));
    }

    /** Nobody's listener would let clients wait for nobody. */
    @Override
    public void settled() {
        if (open.isEmpty()) {
            return;
        }
        Set<String> wanted = new HashSet<>();
        for (Cluster cluster : manager.clusters.values()) {
            if (cluster.wantsListener()) {
                cluster.spec().inherited().ifPresent(listen -> wanted.add(listen.name()));
            }
        }
        manager.runs.values().forEach(run -> run.spec.inherited().ifPresent(listen -> wanted.add(listen.name())));
        open.entrySet().removeIf(entry -> {
            boolean unwanted = !wanted.contains(entry.getKey());
            if (unwanted) {
                Descriptors.close(entry.getValue());
            }
            return unwanted;
        });
    }
}
