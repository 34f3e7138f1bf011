package lbm.manager.daemon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import lbm.manager.control.Secrets;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Program;

/** What a site worker is told, as it reads it from {@code LBM_SERVE}. */
final class ServeJson {

    private ServeJson() {}

    /**
     * Where nobody serves, a connection that waits for the last tenth of warmth waits longer than it gains: the first
     * hundred of a thousand requests bring most of it (p99 of the first seconds 154 ms cold, 14 ms after 100, 4 ms after
     * 1,000).
     */
    private static final int COLD_START_SHARE = 10;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static String of(AppSpec app, Program.Serve serve, boolean othersServe, Home home) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("root", serve.root().toString());
        json.put("spa", serve.spa());
        json.put("warmup", othersServe ? serve.warmupRequests() : serve.warmupRequests() / COLD_START_SHARE);
        if (app.balance() == AppSpec.BalanceStrategy.KERNEL) {
            json.put("own_accept", true);
        }
        json.setAll(MAPPER.<ObjectNode>valueToTree(serve.options().values()));
        files(json, app, serve, home);
        return json.toString();
    }

    /** The same without the password, for people to see. */
    static String hidden(String json) {
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode all && all.get("basic_auth") instanceof ObjectNode login) {
                login.put("password", Secrets.HIDDEN);
                return all.toString();
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it was made here", e);
        }
    }

    /** What the workers of an app share lies in this home, since it is nobody else's. */
    private static void files(ObjectNode json, AppSpec app, Program.Serve serve, Home home) {
        if (serve.options().on("rate_limit")) {
            inside(json, "rate_limit")
                    .put("file", home.shared(app.name(), "rate").toString());
        }
        if (serve.options().on("tls")) {
            inside(json, "tls").put("home", home.shared(app.name(), "tls").toString());
        }
        if (serve.options().on("access_log") && !inside(json, "access_log").has("file")) {
            inside(json, "access_log")
                    .put("file", home.logs().resolve(app.name() + "-access.log").toString());
        }
        if (!json.path("health").isBoolean() || json.path("health").asBoolean()) {
            TreeSet<String> folders = new TreeSet<>();
            Stream.of(app.logs().out(), app.logs().error(), app.logs().combined())
                    .flatMap(Optional::stream)
                    .forEach(file -> folders.add(String.valueOf(file.getParent())));
            if (!folders.isEmpty()) {
                ArrayNode disks = inside(json, "health").putArray("disks");
                folders.forEach(disks::add);
            }
        }
    }

    /** A map; {@code true}, which stands for every default, becomes an empty one. */
    private static ObjectNode inside(ObjectNode json, String key) {
        return json.get(key) instanceof ObjectNode map ? map : json.putObject(key);
    }
}
