package lbm.worker.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The site to serve, as the manager writes it into {@code LBM_SERVE}.
 *
 * <pre>
 * {"root":"/srv/site","spa":true,"warmupRequests":1000}
 * </pre>
 *
 * @param root the site's folder, absolute
 * @param spa whether deep links are answered with {@code index.html}
 * @param warmupRequests requests through its own pipeline before ready; 0: none
 */
public record Serve(Path root, boolean spa, int warmupRequests) {

    /** Enough to compile the hot path (measured: p99 of the first 3 s falls from 154 ms to 3-4 ms). */
    public static final int DEFAULT_WARMUP = 1000;

    /**
     * The options in a JSON object. Unknown keys are ignored: a manager may be newer than its workers.
     *
     * @throws BadConfig no JSON object, a value of a wrong type, or no absolute root
     */
    public static Serve parse(String json) throws BadConfig {
        String root = null;
        boolean spa = false;
        int warmup = DEFAULT_WARMUP;
        try (JsonParser in = new JsonFactory().createParser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new BadConfig("LBM_SERVE is not a JSON object");
            }
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                JsonToken value = in.nextToken();
                switch (name) {
                    case "root" -> root = text(in, value);
                    case "spa" -> spa = flag(value);
                    case "warmupRequests" -> warmup = in.getIntValue();
                    default -> in.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new BadConfig("LBM_SERVE is not valid JSON: " + firstLine(e.getMessage()));
        }
        if (root == null || !Path.of(root).isAbsolute()) {
            throw new BadConfig("LBM_SERVE needs \"root\", an absolute path");
        }
        if (warmup < 0) {
            throw new BadConfig("LBM_SERVE: \"warmupRequests\" is below 0");
        }
        return new Serve(Path.of(root), spa, warmup);
    }

    private static String text(JsonParser in, JsonToken value) throws IOException, BadConfig {
        if (value != JsonToken.VALUE_STRING) {
            throw new BadConfig("LBM_SERVE: \"" + in.currentName() + "\" is not a text");
        }
        return in.getText();
    }

    private static boolean flag(JsonToken value) throws BadConfig {
        return switch (value) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new BadConfig("LBM_SERVE: \"spa\" is neither true nor false");
        };
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "?" : message.lines().findFirst().orElse("?");
    }
}
