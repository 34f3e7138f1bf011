package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lbm.manager.cluster.Cluster;
import lbm.manager.control.Reply;
import lbm.manager.control.Request;
import lbm.manager.instance.Wanted;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.ExitCode;

/** {@code save} and {@code resurrect}: the list of apps as it was frozen, and its return. */
final class Dump {

    /** An app that was saved, and whether it was meant to run. */
    private record Saved(AppSpec spec, boolean runs) {}

    private final Manager manager;
    private final Starts starts;

    Dump(Manager manager, Starts starts) {
        this.manager = manager;
        this.starts = starts;
    }

    /** Writes every app down; the list before stays beside it. */
    void save(Request request, Reply reply) {
        boolean force = request.body().path("force").asBoolean();
        if (manager.clusters.isEmpty() && !force) {
            reply.problem(
                    409,
                    ExitCode.FAILED,
                    "there is no app to save; --force saves an empty list",
                    List.of("what was saved before is kept"));
            return;
        }
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", StateJson.VERSION).put("saved", System.currentTimeMillis());
        ArrayNode apps = root.putArray("apps");
        for (Cluster cluster : manager.clusters.values()) {
            boolean runs = cluster.members().stream().anyMatch(m -> m.wanted() == Wanted.UP);
            apps.addObject().put("runs", runs).set("spec", StateJson.spec(cluster.spec()));
        }
        Path file = manager.home.dump();
        try {
            if (Files.exists(file) && readable(file)) {
                Files.copy(
                        file,
                        manager.home.formerDump(),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
            StateFile.replace(file, root);
        } catch (IOException e) {
            reply.problem(500, ExitCode.FAILED, file + " cannot be written: " + Logging.line(e), List.of());
            return;
        }
        String message = apps.size() + (apps.size() == 1 ? " app" : " apps") + " saved in " + file;
        reply.json(200, JsonNodeFactory.instance.objectNode().put("message", message));
    }

    private static boolean readable(Path file) {
        try {
            return !apps(file).isEmpty();
        } catch (IOException e) {
            return false; // a damaged one shall not take the place of the last good one
        }
    }

    /** Starts what was saved and is not there; what runs is left alone. */
    void resurrect(Request request, Reply reply) {
        List<String> warnings = new ArrayList<>();
        Map<String, Saved> saved = new LinkedHashMap<>();
        try {
            saved.putAll(saved(warnings));
        } catch (IOException e) {
            reply.problem(404, ExitCode.FAILED, String.valueOf(e.getMessage()), warnings);
            return;
        }
        Ticket ticket = new Ticket(reply.stream());
        warnings.forEach(ticket::warning);
        List<AppSpec> missing = new ArrayList<>();
        saved.forEach((name, app) -> {
            if (manager.clusters.containsKey(name)) {
                ticket.note(name + ": is there already");
            } else if (!app.runs()) {
                ticket.note(name + ": was stopped when it was saved, not started");
            } else {
                missing.add(app.spec());
            }
        });
        starts.bring(request, missing, ticket);
    }

    /** The newest list that can be read. */
    private Map<String, Saved> saved(List<String> warnings) throws IOException {
        for (Path file : List.of(manager.home.dump(), manager.home.formerDump())) {
            if (!Files.exists(file)) {
                continue;
            }
            try {
                return apps(file);
            } catch (IOException e) {
                warnings.add(file + " cannot be used: " + Logging.line(e) + "; it is left as it is");
            }
        }
        throw new IOException(
                warnings.isEmpty() ? "nothing was saved yet; `lbm save` does" : "no saved list can be read");
    }

    private static Map<String, Saved> apps(Path file) throws IOException {
        Optional<JsonNode> root = StateFile.read(file);
        if (root.isEmpty() || !root.get().path("apps").isArray()) {
            throw new IOException("it has no list of apps");
        }
        Map<String, Saved> apps = new LinkedHashMap<>();
        for (JsonNode app : root.get().path("apps")) {
            try {
                AppSpec spec = StateJson.spec(app.path("spec"));
                apps.put(spec.name(), new Saved(spec, app.path("runs").asBoolean(true)));
            } catch (IllegalArgumentException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        return apps;
    }

    /** Forgets what was saved, the list before too. */
    void clear(Reply reply) {
        try {
            boolean any = Files.deleteIfExists(manager.home.dump());
            any |= Files.deleteIfExists(manager.home.formerDump());
            String message = any ? "the saved list is gone" : "nothing was saved";
            reply.json(200, JsonNodeFactory.instance.objectNode().put("message", message));
        } catch (IOException e) {
            reply.problem(500, ExitCode.FAILED, String.valueOf(e.getMessage()), List.of());
        }
    }
}
