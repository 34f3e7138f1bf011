package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lbm.manager.channel.ClusterQuery;
import lbm.manager.channel.Words;
import lbm.manager.channel.io.ListenSocket;
import lbm.manager.channel.io.NodeSocket;
import lbm.manager.cluster.Cluster;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;
import lbm.manager.instance.Wanted;
import lbm.manager.process.io.Descriptors;
import lbm.manager.spec.AppSpec.Listen;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The primary's side of Node's cluster module (lib/internal/cluster/primary.js with SCHED_NONE): what a worker asks to
 * listen at is bound here, once for all instances of its app, and every one gets a duplicate and accepts by itself.
 */
final class NodeListeners {

    private static final Logger LOG = LoggerFactory.getLogger(NodeListeners.class);

    private static final String WRITTEN = "listeners";

    /** One bound socket; {@code holders} are the lives that were given it and have not closed it. */
    private record Listener(String app, Listen at, int fd, Set<Key> holders) {}

    private final Manager manager;
    /** By app and the key that the worker knows it by. */
    private final Map<String, Listener> open = new HashMap<>();

    NodeListeners(Manager manager) {
        this.manager = manager;
    }

    /** A word of the worker's. */
    void said(Run run, NodeSocket socket, JsonNode word) {
        switch (word.path("act").asText("")) {
            case "queryServer" -> query(run, socket, word);
            case "listening" -> {
                if (!run.spec.stop().waitReady()) {
                    manager.on(run.key, m -> m.ready(manager.now()));
                }
            }
            case "close" ->
                Optional.ofNullable(
                                open.get(name(run.spec.name(), word.path("key").asText(""))))
                        .ifPresent(listener -> listener.holders.remove(run.key));
            case "exitedAfterDisconnect" -> socket.send(Words.answer(word.path("seq")));
            default -> LOG.debug("{}: {}", run.key, word);
        }
    }

    private void query(Run run, NodeSocket socket, JsonNode word) {
        ClusterQuery query = ClusterQuery.of(word);
        try {
            Listener listener = listener(run, query);
            listener.holders.add(run.key);
            socket.send(Words.listener(word, query.key()), listener.fd);
        } catch (ListenSocket.Refused e) {
            refuse(run, socket, word, query, e.errno());
        } catch (IOException e) {
            refuse(run, socket, word, query, ListenSocket.Refused.EINVAL);
        }
    }

    /** The program hears an error of {@code listen}, as it would alone. */
    private void refuse(Run run, NodeSocket socket, JsonNode word, ClusterQuery query, int errno) {
        LOG.warn("{}:{} cannot listen at {}: errno {}", run.spec.name(), run.key, query.key(), errno);
        socket.send(Words.refused(word, query.key(), -errno));
    }

    private Listener listener(Run run, ClusterQuery query) throws IOException {
        String name = name(run.spec.name(), query.key());
        Listener there = open.get(name);
        if (there != null) {
            return there;
        }
        if (!query.tcp()) {
            throw new ListenSocket.Refused(ListenSocket.Refused.EOPNOTSUPP);
        }
        Listener listener = bind(run, query);
        open.put(name, listener);
        return listener;
    }

    private Listener bind(Run run, ClusterQuery query) throws IOException {
        ListenSocket.Refused last = new ListenSocket.Refused(ListenSocket.Refused.EINVAL);
        for (String host : query.hosts()) {
            Listen wanted = new Listen(host, query.port());
            if (open.values().stream().anyMatch(l -> l.at.equals(wanted))) {
                throw new ListenSocket.Refused(ListenSocket.Refused.EADDRINUSE);
            }
            try {
                int fd = ProgramListeners.open(
                        manager,
                        wanted,
                        query.v6only(),
                        other -> other.spec.name().equals(run.spec.name()));
                neverBlocks(fd);
                return new Listener(run.spec.name(), new Listen(host, ListenSocket.port(fd)), fd, new HashSet<>());
            } catch (ListenSocket.Refused e) {
                last = e;
                if (e.errno() == ListenSocket.Refused.EADDRINUSE) {
                    break;
                }
            }
        }
        throw last;
    }

    /**
     * Node takes a listener of its primary as it is, and that one's never block. In one that does, every worker that was
     * woken for a connection which another has taken stands still until the next one comes, with all it serves.
     */
    private static void neverBlocks(int fd) {
        try {
            ListenSocket.neverBlocks(fd);
        } catch (IOException e) {
            LOG.error("a listener blocks: {}", e.getMessage());
        }
    }

    private static String name(String app, String key) {
        return app + " " + key;
    }

    // ---- over the manager's end

    void save(Run run, ObjectNode node) {
        for (Map.Entry<String, Listener> entry : open.entrySet()) {
            Listener listener = entry.getValue();
            if (listener.holders.contains(run.key)) {
                node.withArray(WRITTEN)
                        .addObject()
                        .put("key", entry.getKey().substring(listener.app.length() + 1))
                        .put("host", listener.at.host())
                        .put("port", listener.at.port());
            }
        }
    }

    void adopted(Run run, JsonNode written) {
        for (JsonNode node : written.path(WRITTEN)) {
            Listen at = new Listen(node.path("host").asText(), node.path("port").asInt());
            String name = name(run.spec.name(), node.path("key").asText());
            Listener there = open.get(name);
            if (there == null) {
                var fd = ProgramListeners.takeBack(run, at);
                if (fd.isEmpty()) {
                    continue;
                }
                LOG.info("{}: listener taken back from pid {}", at.name(), run.process.pid());
                neverBlocks(fd.getAsInt());
                there = new Listener(run.spec.name(), at, fd.getAsInt(), new HashSet<>());
                open.put(name, there);
            }
            there.holders.add(run.key);
        }
    }

    // ---- the end

    void ended(Run run) {
        open.values().forEach(listener -> listener.holders.remove(run.key));
    }

    /** Closes what nobody holds, unless somebody who may ask for it again is about to come up. */
    void settled() {
        open.values().removeIf(listener -> {
            boolean unwanted = listener.holders.isEmpty() && !comingUp(listener.app);
            if (unwanted) {
                Descriptors.close(listener.fd);
            }
            return unwanted;
        });
    }

    private boolean comingUp(String app) {
        Cluster cluster = manager.clusters.get(app);
        return cluster != null && cluster.members().stream().anyMatch(NodeListeners::comingUp);
    }

    private static boolean comingUp(Instance m) {
        return m.wanted() == Wanted.UP && m.state() != State.ONLINE && m.state() != State.ERRORED;
    }
}
