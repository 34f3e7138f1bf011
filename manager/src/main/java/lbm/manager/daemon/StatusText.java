package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import org.jspecify.annotations.Nullable;

/** The status file, see {@link StatusJson}; what has not changed since the last time is not made again. */
final class StatusText {

    private final Pieces<Key> lives = new Pieces<>();
    private final String version;

    /** All that {@link StatusJson#instance} reads of what changes: a field that it gains has its place here too. */
    private record Facts(
            Instance m,
            @Nullable Run run,
            String phase,
            String said,
            long memory,
            long cpu,
            int connections,
            long requests) {}

    StatusText(String version) {
        this.version = version;
    }

    /** All but the time: equal as long as nothing has changed. */
    byte[] body(Manager manager) {
        JsonBytes out = new JsonBytes();
        out.begin(StatusJson.head(manager, version));
        out.beginArray("instances");
        StatusJson.shown(manager).forEach(m -> out.element(life(manager, m)));
        out.endArray();
        ObjectNode notes = JsonNodeFactory.instance.objectNode();
        manager.allNotes().forEach(notes.putArray("notes")::add);
        out.field("notes", Pieces.bytes(notes.path("notes")));
        out.end();
        lives.done();
        return out.bytes();
    }

    /** The document of now. */
    static byte[] whole(byte[] body) {
        byte[] time = ("{\"time\":" + System.currentTimeMillis() + ",").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[time.length + body.length - 1];
        System.arraycopy(time, 0, whole, 0, time.length);
        System.arraycopy(body, 1, whole, time.length, body.length - 1);
        return whole;
    }

    private byte[] life(Manager manager, Instance m) {
        Run run = manager.runs.get(m.key());
        Facts facts = new Facts(
                m,
                run,
                manager.phase(m),
                run == null ? "" : run.said,
                run == null ? 0 : run.usage.rssBytes(),
                run == null ? 0 : Math.round(run.usage.cpuPercent() * 10),
                run == null ? 0 : run.beat.connections(),
                run == null ? 0 : run.beat.requests());
        return lives.of(m.key(), facts, () -> make(manager, m));
    }

    private static JsonNode make(Manager manager, Instance m) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        StatusJson.instance(node, m, manager);
        return node;
    }
}
