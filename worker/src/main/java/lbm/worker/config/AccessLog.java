package lbm.worker.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where each request is written down.
 *
 * @param file one for all workers of the app
 */
public record AccessLog(Format format, Path file) {

    /** Form of a line. */
    public enum Format {
        /** As Apache and nginx have it, with referrer and user agent. */
        COMBINED,
        /** Combined without the last two. */
        COMMON,
        /** A JSON object. */
        JSON
    }

    static Optional<AccessLog> of(Options serve) throws BadConfig {
        if (!serve.has("access_log") || serve.off("access_log")) {
            return Optional.empty();
        }
        Options options = serve.inside("access_log");
        String format = options.text("format", "combined").toUpperCase(Locale.ROOT);
        try {
            return Optional.of(new AccessLog(Format.valueOf(format), options.needPath("file")));
        } catch (IllegalArgumentException e) {
            throw options.bad("format", "not combined, common or json");
        }
    }
}
