package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import lbm.manager.channel.Said;
import lbm.manager.channel.Speakers;
import lbm.manager.channel.Words;
import lbm.manager.channel.io.ChannelPair;
import lbm.manager.channel.io.NodeSocket;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.process.io.Descriptors;
import lbm.manager.process.io.Processes;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Entry;
import lbm.manager.spec.Program;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Node's channel to programs of its kind: {@code process.send}, {@code process.on('message')}. The program holds a
 * duplicate of our end too, so that it outlives this manager; the next one takes that back.
 */
final class Channels implements Attendant {

    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

    /** What another Node may have left in the environment of who started us. */
    private static final List<String> VARIABLES =
            List.of("NODE_CHANNEL_FD", "NODE_CHANNEL_SERIALIZATION_MODE", "NODE_UNIQUE_ID");

    private static final String WRITTEN = "channel";
    private static final int FIRST_LINE = 256;

    /** Longer messages are cut in events; the program's own listeners are elsewhere. */
    private static final int LONGEST_EVENT = 2000;

    private final Manager manager;
    private final Map<Key, ChannelPair> prepared = new HashMap<>();
    private final Map<Key, Line> lines = new HashMap<>();
    private final NodeListeners listeners;

    private record Line(NodeSocket socket, String name) {}

    Channels(Manager manager) {
        this.manager = manager;
        this.listeners = new NodeListeners(manager);
    }

    /** Whether the program's cluster module asks us for its listeners. */
    private static boolean clustered(AppSpec spec) {
        return spec.entry().mode() == Entry.Mode.NODE;
    }

    // ---- beginning

    @Override
    public void prepare(Instance m, Launching launching) throws IOException {
        Map<String, String> own = m.spec().env();
        VARIABLES.stream().filter(name -> !own.containsKey(name)).forEach(launching.env()::remove);
        if (clustered(m.spec()) && !manager.handsDescriptorsOn()) {
            throw new IOException("Node's cluster protocol takes a C library that hands descriptors on (glibc 2.34)");
        }
        if (!speaks(m.spec()) || own.containsKey("NODE_CHANNEL_FD") || !manager.handsDescriptorsOn()) {
            return;
        }
        notStarted(m.key());
        ChannelPair pair = ChannelPair.open();
        prepared.put(m.key(), pair);
        launching.env().put("NODE_CHANNEL_FD", Integer.toString(launching.inherit(pair.childs())));
        launching.env().put("NODE_CHANNEL_SERIALIZATION_MODE", "json");
        launching.inherit(pair.ours());
        if (clustered(m.spec())) {
            launching.env().put("NODE_UNIQUE_ID", Long.toString(m.key().serial() + 1));
        }
    }

    /** Programs of Node's kind, and those whose file says that they speak. */
    private static boolean speaks(AppSpec spec) {
        return spec.program() instanceof Program.Exec exec
                && (clustered(spec)
                        || spec.stop().shutdownWithMessage()
                        || spec.stop().waitReady()
                        || Speakers.speaks(
                                exec.interpreter().orElse(exec.script()),
                                exec.interpreter().isPresent() ? Optional.empty() : firstLine(spec, exec.script())));
    }

    private static Optional<String> firstLine(AppSpec spec, String script) {
        if (script.indexOf('/') < 0) {
            return Optional.empty();
        }
        Path file = spec.cwd().resolve(script);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(FIRST_LINE), StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // The start itself will tell.
        }
    }

    @Override
    public void notStarted(Key key) {
        ChannelPair pair = prepared.remove(key);
        if (pair != null) {
            pair.close();
        }
    }

    @Override
    public void started(Run run) {
        ChannelPair pair = prepared.remove(run.key);
        if (pair != null) {
            pair.closeChilds();
            open(run, pair.ours());
        }
    }

    private void open(Run run, int fd) {
        String name = Descriptors.socketName(fd).orElse("");
        lines.put(run.key, new Line(NodeSocket.open(fd, manager.loop, new Ear(run)), name));
    }

    // ---- over the manager's end

    @Override
    public void save(Run run, ObjectNode node) {
        Line line = lines.get(run.key);
        if (line != null && line.socket.isOpen()) {
            node.put(WRITTEN, line.name);
        }
        listeners.save(run, node);
    }

    @Override
    public void adopted(Run run, Instance m, JsonNode written) {
        listeners.adopted(run, written);
        String name =
                written.has("pid") ? written.path(WRITTEN).asText("") : speaks(m.spec()) ? found(run, m.spec()) : "";
        if (name.isEmpty()) {
            return;
        }
        try {
            OptionalInt fd = Descriptors.takeSocket(run.process, name::equals, any -> true);
            if (fd.isPresent()) {
                open(run, fd.getAsInt());
            } else {
                LOG.info("{}:{} no longer holds its channel", run.spec.name(), run.key);
            }
        } catch (IOException e) {
            LOG.warn("{}:{}: its channel is left alone, signals do: {}", run.spec.name(), run.key, e.getMessage());
        }
    }

    /** Our end lies behind the program's own: so they were given to it. */
    private static String found(Run run, AppSpec spec) {
        return Processes.variableOf(run.process.pid(), "NODE_CHANNEL_FD")
                .filter(number -> number.matches("\\d{1,4}") && !spec.env().containsKey("NODE_CHANNEL_FD"))
                .flatMap(number -> Descriptors.socketName(run.process, Integer.parseInt(number) + 1))
                .orElse("");
    }

    // ---- what is said

    private final class Ear implements NodeSocket.Owner {
        private final Run run;

        Ear(Run run) {
            this.run = run;
        }

        @Override
        public void said(byte[] line) {
            Said said = Said.of(line);
            if (said instanceof Said.Ready) {
                publish(run, "ready", "");
                if (run.spec.stop().waitReady()) {
                    manager.on(run.key, m -> m.ready(manager.now()));
                }
            } else if (said instanceof Said.Message message) {
                publish(run, message.type(), cut(message.text()));
            } else if (said instanceof Said.Handle) {
                send(run, Words.handleArrived());
            } else if (said instanceof Said.Cluster cluster) {
                answer(cluster.word());
            }
        }

        /** A word of a cluster module that is not ours to serve is left alone. */
        private void answer(JsonNode word) {
            Line there = lines.get(run.key);
            if (there != null && clustered(run.spec)) {
                listeners.said(run, there.socket, word);
            }
        }

        @Override
        public void ended(String why) {
            LOG.info("{}:{}: channel over: {}", run.spec.name(), run.key, why);
            // A worker that was told to leave closes it when its last connection has ended.
            manager.on(run.key, m -> m.drained(manager.now()));
        }
    }

    private void publish(Run run, String event, String text) {
        manager.member(run.key).ifPresent(m -> manager.events().publish(event, m, text));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_EVENT ? text : text.substring(0, LONGEST_EVENT) + "…";
    }

    private boolean send(Run run, byte[] line) {
        Line there = lines.get(run.key);
        return there != null && there.socket.send(line);
    }

    // ---- the end

    /** Its servers close, and what they have begun is finished; one that ends by a message does that by itself. */
    @Override
    public boolean drains(Run run, long millis) {
        return clustered(run.spec) && !run.spec.stop().shutdownWithMessage() && send(run, Words.disconnect());
    }

    @Override
    public boolean interrupts(Run run) {
        return run.spec.stop().shutdownWithMessage() && send(run, Words.shutdown());
    }

    @Override
    public void ended(Run run) {
        listeners.ended(run);
        Line line = lines.remove(run.key);
        if (line != null) {
            line.socket.close();
        }
    }

    @Override
    public void settled() {
        listeners.settled();
    }

    @Override
    public Map<String, String> facts(Run run) {
        Line line = lines.get(run.key);
        return line == null ? Map.of() : Map.of("channel", line.socket.isOpen() ? "open" : "closed");
    }
}
