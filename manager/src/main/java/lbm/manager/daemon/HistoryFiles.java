package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import lbm.manager.history.End;
import lbm.manager.history.Ends;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code LBM_HOME/history}: a file for each app, at most some 100 KB, replaced whole. Written on a thread of its own; an
 * app that crashes in a loop costs one write at a time, not one a crash.
 */
final class HistoryFiles {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryFiles.class);

    private final Path folder;
    private final Map<String, Ends> waiting = new LinkedHashMap<>();
    private final Executor disk = DiskThread.named("lbm-history");
    private boolean failing;

    HistoryFiles(Path folder) {
        this.folder = folder;
    }

    /** What was written of an app; none when there is nothing, or nothing that can be read. */
    Ends read(String app) {
        synchronized (waiting) {
            if (waiting.containsKey(app)) {
                return waiting.get(app);
            }
        }
        List<End> ends = new ArrayList<>();
        try {
            JsonNode root = StateFile.read(file(app)).orElse(JsonNodeFactory.instance.objectNode());
            if (root.path("app").asText().equals(app)) {
                root.path("ends").forEach(end -> ends.add(Endings.end(end)));
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", file(app), e.getMessage());
        }
        return new Ends(ends);
    }

    /** Returns at once; of several writes of one app only the last may reach the disk. */
    void write(String app, Ends ends) {
        synchronized (waiting) {
            boolean asked = waiting.containsKey(app);
            waiting.put(app, ends);
            if (!asked) {
                disk.execute(() -> writeNow(app));
            }
        }
    }

    void delete(String app) {
        synchronized (waiting) {
            waiting.remove(app);
        }
        disk.execute(() -> {
            try {
                Files.deleteIfExists(file(app));
            } catch (IOException e) {
                LOG.warn("{}: {}", file(app), e.getMessage());
            }
        });
    }

    private void writeNow(String app) {
        Ends ends;
        synchronized (waiting) {
            ends = waiting.remove(app);
        }
        if (ends == null) {
            return; // Deleted meanwhile.
        }
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("app", app);
        ArrayNode list = root.putArray("ends");
        ends.all().forEach(end -> list.add(Endings.json(end)));
        try {
            Files.createDirectories(folder);
            StateFile.replaceSoon(file(app), root);
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                LOG.warn("{} cannot be written: {}", file(app), e.getMessage());
            }
        }
    }

    /** Apps whose names differ only in characters that a file's cannot hold have different files all the same. */
    private Path file(String app) {
        String plain = app.replaceAll("[^A-Za-z0-9.-]", "-");
        String name = plain.equals(app) ? plain : plain + "~" + Integer.toHexString(app.hashCode());
        return folder.resolve(name + ".json");
    }
}
