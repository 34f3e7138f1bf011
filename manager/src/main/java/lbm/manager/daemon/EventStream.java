package lbm.manager.daemon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lbm.manager.control.Reply;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;

/** Tells whoever listens what changes: an instance that goes online, ends, is given up. */
final class EventStream {

    private final List<Reply.Stream> listeners = new ArrayList<>();
    private Map<Key, Instance> known = new HashMap<>();

    void listen(Reply.Stream stream) {
        listeners.add(stream);
        stream.onGone(() -> listeners.remove(stream));
    }

    /** Compares with what was so before; true when anything is different. */
    boolean changes(List<Instance> now) {
        boolean any = false;
        Set<Key> seen = new HashSet<>();
        Map<Key, Instance> next = new HashMap<>();
        for (Instance m : now) {
            seen.add(m.key());
            next.put(m.key(), m);
            Instance before = known.get(m.key());
            any |= !m.equals(before);
            if (before == null || before.state() != m.state()) {
                publish(word(m.state()), m, m.reason());
            }
        }
        for (Instance gone : known.values()) {
            if (!seen.contains(gone.key())) {
                any = true;
                publish("gone", gone, gone.reason());
            }
        }
        known = next;
        return any;
    }

    private static String word(State state) {
        return switch (state) {
            case LAUNCHING -> "start";
            case ONLINE -> "online";
            case DRAINING -> "drain";
            case STOPPING -> "stop";
            case STOPPED -> "exit";
            case WAITING -> "waiting restart";
            case ERRORED -> "restart overlimit";
        };
    }

    void publish(String event, Instance m, String detail) {
        if (listeners.isEmpty()) {
            return;
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("time", System.currentTimeMillis())
                .put("event", event)
                .put("app", m.spec().name())
                .put("id", m.key().id())
                .put("slot", m.slot())
                .put("generation", m.generation())
                .put("detail", detail);
        // A listener that does not read is not worth memory: it loses its stream, not the manager its peace.
        for (Reply.Stream stream : List.copyOf(listeners)) {
            if (stream.writable()) {
                stream.line(line);
            } else {
                listeners.remove(stream);
                stream.end();
            }
        }
    }
}
