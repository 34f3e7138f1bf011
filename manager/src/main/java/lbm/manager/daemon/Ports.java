package lbm.manager.daemon;

import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lbm.manager.balance.io.Dispatcher;
import lbm.manager.balance.io.LaneServer;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.BalanceStrategy;
import lbm.manager.spec.AppSpec.Listen;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every listener of every app, with the socket its lanes come in by. */
final class Ports {

    private static final Logger LOG = LoggerFactory.getLogger(Ports.class);

    private record Port(Dispatcher dispatcher, LaneServer lanes) {}

    private final Home home;
    private final IoEventLoop loop;
    private final Dispatcher.Acknowledger acknowledger;
    private final Lanes lanes;
    private final Map<String, Port> open = new LinkedHashMap<>();

    /** Told of every lane that a process connects. */
    interface Lanes {
        void connected(Dispatcher dispatcher, int pid, int uid, int fd);
    }

    Ports(Home home, IoEventLoop loop, Dispatcher.Acknowledger acknowledger, Lanes lanes) {
        this.home = home;
        this.loop = loop;
        this.acknowledger = acknowledger;
        this.lanes = lanes;
    }

    Optional<Dispatcher> find(String name) {
        return Optional.ofNullable(open.get(name)).map(Port::dispatcher);
    }

    /** Those of an app's listeners that are made ready. */
    List<Dispatcher> of(AppSpec spec) {
        return spec.listens().stream()
                .flatMap(listen -> find(listen.name()).stream())
                .toList();
    }

    boolean bound(Listen listen) {
        return find(listen.name()).map(Dispatcher::bound).orElse(false);
    }

    Collection<Dispatcher> all() {
        List<Dispatcher> dispatchers = new ArrayList<>();
        open.values().forEach(port -> dispatchers.add(port.dispatcher()));
        return dispatchers;
    }

    /** Makes ready for lanes, without binding the ports yet; those that are open stay. */
    void prepare(AppSpec spec) throws IOException {
        for (Listen listen : spec.listens()) {
            prepare(listen, spec.balance());
        }
    }

    private Dispatcher prepare(Listen listen, BalanceStrategy balance) throws IOException {
        String name = listen.name();
        Port port = open.get(name);
        if (port == null) {
            Dispatcher dispatcher = new Dispatcher(listen, balance, loop, acknowledger);
            LaneServer server =
                    LaneServer.open(home.lane(name), loop, (pid, uid, fd) -> lanes.connected(dispatcher, pid, uid, fd));
            port = new Port(dispatcher, server);
            open.put(name, port);
        }
        port.dispatcher().strategy(balance);
        return port.dispatcher();
    }

    /**
     * Binds one port of an app; one that is bound stays.
     *
     * @throws IOException one clear line: who is in the way, what to do
     */
    void bind(AppSpec spec, Listen listen) throws IOException {
        boolean known = find(listen.name()).isPresent();
        Dispatcher dispatcher = prepare(listen, spec.balance());
        try {
            dispatcher.bind();
        } catch (IOException e) {
            if (!known) {
                close(listen.name());
            }
            throw refused("cannot listen on " + listen.name() + " for " + spec.name() + ": ", e);
        }
    }

    /** The system's words in ours; what it does not allow is an {@link AccessDeniedException}. */
    static IOException refused(String what, IOException e) {
        String text = String.valueOf(e.getMessage());
        String line = what + cause(text);
        IOException refused =
                text.contains("Permission denied") ? new AccessDeniedException(line) : new IOException(line);
        refused.initCause(e);
        return refused;
    }

    private static String cause(String text) {
        if (text.contains("Address already in use")) {
            return "the port is in use by another program (`ss -ltnp` tells which)";
        }
        if (text.contains("Permission denied")) {
            return "ports below 1024 need root or CAP_NET_BIND_SERVICE";
        }
        if (text.contains("Cannot assign requested address")) {
            return "this machine has no such address";
        }
        return text;
    }

    void keepOnly(Set<String> names) {
        List.copyOf(open.keySet()).stream()
                .filter(name -> !names.contains(name))
                .forEach(this::close);
    }

    private void close(String name) {
        Port port = open.remove(name);
        if (port != null) {
            port.dispatcher().close();
            port.lanes().close();
            try {
                Files.deleteIfExists(port.lanes().path());
            } catch (IOException e) {
                LOG.info("{} stays until the next bind: {}", port.lanes().path(), e.getMessage());
            }
        }
    }
}
