package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.IdentityHashMap;
import lbm.manager.cluster.Cluster;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.process.io.Processes;
import lbm.manager.spec.AppSpec;
import org.jspecify.annotations.Nullable;

/** The whole state file, see {@link StateJson}; what has not changed since the last time is not made again. */
final class StateText {

    private final Pieces<Key> lives = new Pieces<>();
    private IdentityHashMap<AppSpec, byte[]> specs = new IdentityHashMap<>();

    /** All that a life's part of the file is made of. */
    private record Facts(Instance m, AppSpec apps, @Nullable Run run, ObjectNode saved) {}

    byte[] of(Manager manager) {
        JsonBytes out = new JsonBytes();
        IdentityHashMap<AppSpec, byte[]> used = new IdentityHashMap<>();
        out.begin(object().put("version", StateJson.VERSION)
                .put("home", manager.identity.home())
                .put("token", manager.identity.token())
                .put("serial", manager.serial()));
        out.beginArray("apps");
        for (Cluster cluster : manager.clusters.values()) {
            AppSpec spec = cluster.spec();
            ObjectNode head = object().put("generation", cluster.generation());
            cluster.busyWith().ifPresent(verb -> head.put("busy", verb));
            out.begin(head);
            out.field("spec", used.computeIfAbsent(spec, this::text));
            out.beginArray("instances");
            cluster.members().forEach(m -> out.element(life(manager, spec, m)));
            out.endArray();
            out.end();
        }
        out.endArray();
        out.end();
        specs = used;
        lives.done();
        return out.bytes();
    }

    private byte[] text(AppSpec spec) {
        byte[] known = specs.get(spec);
        return known == null ? Pieces.bytes(StateJson.spec(spec)) : known;
    }

    private byte[] life(Manager manager, AppSpec spec, Instance m) {
        Run run = manager.runs.get(m.key());
        ObjectNode saved = object();
        if (run != null) {
            manager.attendants().forEach(attendant -> attendant.save(run, saved));
        }
        return lives.of(m.key(), new Facts(m, spec, run, saved), () -> make(m, spec, run, saved, manager.now()));
    }

    private static JsonNode make(Instance m, AppSpec spec, @Nullable Run run, ObjectNode saved, long now) {
        ObjectNode node = object();
        StateJson.instance(node, m, run);
        StateJson.until(node, m, now, Processes.uptimeMillis());
        node.setAll(saved);
        if (!m.spec().equals(spec)) {
            node.set("spec", StateJson.spec(m.spec()));
        }
        return node;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
