package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Program;

/** What a changed file changes of an app. */
public final class SpecDiff {

    private static final Pattern SECRET = Pattern.compile(
            "secret|password|passwd|pwd|token|credential|private|auth|cookie|session|dsn|api_?key|"
                    + "access_?key|encryption|jwt|salt|certificate|(^|_)key($|_)|(database|redis|mongo\\w*|amqp|db)_?ur[il]");

    /** Folders, which only look like passwords. */
    private static final Set<String> FOLDERS = Set.of("PWD", "OLDPWD");

    private SpecDiff() {}

    /**
     * One line for each key that differs, in the order of the keys' names: {@code port: 8175 → 8176}. Values of
     * variables that look secret are not shown. Empty: the specs are equal.
     */
    public static List<String> changes(AppSpec before, AppSpec after) {
        Map<String, String> old = flat(before);
        Map<String, String> now = flat(after);
        List<String> changes = new ArrayList<>();
        Set<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            String was = old.getOrDefault(key, "");
            String is = now.getOrDefault(key, "");
            if (!was.equals(is) || old.containsKey(key) != now.containsKey(key)) {
                changes.add(line(key, old.containsKey(key), was, now.containsKey(key), is));
            }
        }
        return List.copyOf(changes);
    }

    /** Whether a variable's value should not be shown to who did not ask for it. */
    public static boolean looksSecret(String variable) {
        return !FOLDERS.contains(variable)
                && SECRET.matcher(variable.toLowerCase(Locale.ROOT)).find();
    }

    private static String line(String key, boolean was, String before, boolean is, String after) {
        boolean secret = key.startsWith("env.") && looksSecret(key.substring("env.".length()));
        if (secret || key.equals("serve.basic_auth")) {
            return key + ": " + (was && is ? "changed" : is ? "added" : "removed") + " (value hidden)";
        }
        return key + ": " + (was ? show(before) : "none") + " → " + (is ? show(after) : "none");
    }

    private static String show(String value) {
        return value.isEmpty() ? "\"\"" : value;
    }

    /** Keys as the file has them: the groups of a spec are only ours. */
    private static Map<String, String> flat(AppSpec app) {
        Map<String, String> flat = new TreeMap<>();
        ObjectNode json = SpecJson.toJson(app);
        for (String group : List.of("restart", "stop", "logs", "launch", "supervision")) {
            json.remove(group).properties().forEach(e -> put(flat, e.getKey(), e.getValue()));
        }
        json.put("listen", json.remove("listen").asText().toLowerCase(Locale.ROOT));
        if (json.remove("proxy") instanceof ObjectNode options) {
            options.properties().forEach(e -> flat.put("proxy." + e.getKey(), text(e.getValue())));
        }
        json.remove("env").properties().forEach(e -> flat.put("env." + e.getKey(), text(e.getValue())));
        ObjectNode program = (ObjectNode) json.remove("program");
        String block = app.program() instanceof Program.Proxy ? "proxy." : "serve.";
        if (program.remove("options") instanceof ObjectNode options) {
            options.properties().forEach(e -> flat.put(block + e.getKey(), text(e.getValue())));
        }
        program.properties().forEach(e -> flat.put(programKey(e.getKey(), block), text(e.getValue())));
        json.properties().forEach(e -> flat.put(e.getKey(), text(e.getValue())));
        return flat;
    }

    /** A check is a block of its own. */
    private static void put(Map<String, String> flat, String key, JsonNode value) {
        if (value instanceof ObjectNode inside) {
            inside.properties().forEach(e -> flat.put(key + "." + e.getKey(), text(e.getValue())));
        } else {
            flat.put(key, text(value));
        }
    }

    private static String programKey(String key, String block) {
        return switch (key) {
            case "kind" -> "program";
            case "root", "spa", "warmup", "memory" -> block + key;
            default -> key;
        };
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
