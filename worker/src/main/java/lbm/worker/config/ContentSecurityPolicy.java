package lbm.worker.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Directives of a {@code Content-Security-Policy} (CSP Level 3), laid over helmet's defaults. */
public final class ContentSecurityPolicy {

    private static final Pattern NAME = Pattern.compile("[a-z]+(-[a-z]+)*");

    /** One source without what would end a directive or a header. */
    private static final Pattern SOURCE = Pattern.compile("[\\x21-\\x2b\\x2d-\\x3a\\x3c-\\x7e]+");

    private static final Set<String> KEYWORDS = Set.of(
            "none",
            "self",
            "strict-dynamic",
            "report-sample",
            "inline-speculation-rules",
            "unsafe-inline",
            "unsafe-eval",
            "unsafe-hashes",
            "wasm-unsafe-eval");

    private static final Pattern NONCE_OR_HASH = Pattern.compile("(nonce|sha256|sha384|sha512)-.*");

    /** Helmet 8's {@code getDefaultDirectives()}. */
    private static final Map<String, List<String>> DEFAULTS = defaults();

    private ContentSecurityPolicy() {}

    private static Map<String, List<String>> defaults() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("default-src", List.of("'self'"));
        all.put("base-uri", List.of("'self'"));
        all.put("font-src", List.of("'self'", "https:", "data:"));
        all.put("form-action", List.of("'self'"));
        all.put("frame-ancestors", List.of("'self'"));
        all.put("img-src", List.of("'self'", "data:"));
        all.put("object-src", List.of("'none'"));
        all.put("script-src", List.of("'self'"));
        all.put("script-src-attr", List.of("'none'"));
        all.put("style-src", List.of("'self'", "https:", "'unsafe-inline'"));
        all.put("upgrade-insecure-requests", List.of());
        return all;
    }

    /** {@code scriptSrc} and {@code script-src} are the same directive. */
    public static String directive(String written) {
        return written.replaceAll("([a-z])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /** Whether a directive can be called so. */
    public static boolean isDirective(String written) {
        return NAME.matcher(directive(written)).matches();
    }

    /** What is wrong with a source expression; empty: nothing. */
    public static Optional<String> wrong(String source) {
        if (!SOURCE.matcher(source).matches()) {
            return Optional.of("is no source: it holds a space, a comma, a semicolon or no visible ASCII");
        }
        if (KEYWORDS.contains(source) || NONCE_OR_HASH.matcher(source).matches()) {
            return Optional.of("needs single quotes inside the text: \"'" + source + "'\"");
        }
        return Optional.empty();
    }

    /** The policy as one line. {@code false} leaves a directive out; {@code use_defaults: false} leaves all others out. */
    static String of(Options options) throws BadConfig {
        Map<String, List<String>> all =
                options.off("use_defaults") ? new LinkedHashMap<>() : new LinkedHashMap<>(DEFAULTS);
        for (String key : options.keys()) {
            if (key.equals("use_defaults") || key.equals("report_only")) {
                continue;
            }
            String directive = directive(key);
            if (!isDirective(key)) {
                throw options.bad(key, "not a directive");
            }
            if (options.off(key)) {
                all.remove(directive);
            } else {
                all.put(directive, sources(options, key));
            }
        }
        List<String> parts = new ArrayList<>();
        all.forEach((name, sources) -> parts.add((name + " " + String.join(" ", sources)).trim()));
        return String.join(";", parts);
    }

    private static List<String> sources(Options options, String key) throws BadConfig {
        if (options.is(key, true)) {
            return List.of();
        }
        List<String> sources = options.texts(key, List.of());
        for (String source : sources) {
            Optional<String> wrong = wrong(source);
            if (wrong.isPresent()) {
                throw options.bad(key, "wrong: " + source + " " + wrong.get());
            }
        }
        return sources;
    }
}
