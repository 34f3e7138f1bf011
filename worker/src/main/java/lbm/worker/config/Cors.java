package lbm.worker.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who may read answers from pages of other origins (Fetch standard, CORS protocol).
 *
 * @param origins {@code https://app.example.com}, {@code https://*.example.com}, or {@code *} alone for everybody
 * @param methods methods a preflight allows
 * @param headers header fields a preflight allows; empty: those the client asks for
 * @param exposed header fields a page may read beside the safe ones
 * @param credentials whether cookies and authorization may be sent; never together with {@code *}
 * @param maxAge how long a preflight may be remembered
 */
public record Cors(
        List<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        boolean credentials,
        Duration maxAge) {

    static Optional<Cors> of(Options serve) throws BadConfig {
        if (!serve.has("cors") || serve.off("cors")) {
            return Optional.empty();
        }
        Options options = serve.inside("cors");
        Cors cors = new Cors(
                options.texts("origins", List.of("*")),
                options.texts("methods", List.of("GET", "HEAD", "OPTIONS")),
                options.texts("headers", List.of()),
                options.texts("exposed_headers", List.of()),
                options.flag("credentials", false),
                options.millis("max_age", Duration.ZERO));
        if (cors.credentials && cors.origins.contains("*")) {
            throw options.bad("credentials", "not allowed together with the origin *");
        }
        return Optional.of(cors);
    }
}
