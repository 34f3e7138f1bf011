package lbm.worker.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lbm.worker.config.Cors;
import lbm.worker.content.FieldLines;
import org.jspecify.annotations.Nullable;

/**
 * What pages of other origins may do (Fetch standard, §3.2 CORS protocol).
 *
 * <p>An origin is configured as it is sent ({@code https://app.example.com:8443}), as {@code *} for everybody, or with
 * {@code *.} for any depth of names below a domain, the domain itself not included.
 */
public final class CrossOrigin {

    private static final FieldLines VARY = FieldLines.of("Vary", "Origin");
    private static final String WILDCARD = "://*.";

    private final Cors config;
    private final boolean everybody;
    private final FieldLines exposed;

    public CrossOrigin(Cors config) {
        this.config = config;
        this.everybody = config.origins().contains("*") && !config.credentials();
        this.exposed = config.exposed().isEmpty()
                ? FieldLines.NONE
                : FieldLines.of("Access-Control-Expose-Headers", String.join(", ", config.exposed()));
    }

    /** Whether OPTIONS asks on behalf of another request. */
    public static boolean isPreflight(HttpHeaders headers) {
        return headers.contains(HttpHeaderNames.ORIGIN)
                && headers.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** The answer to a preflight; it grants nothing to an origin that is not configured. */
    public Reply preflight(HttpHeaders headers) {
        String origin = granted(headers.get(HttpHeaderNames.ORIGIN));
        String asked = headers.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
        List<String> fields = new ArrayList<>();
        if (origin != null) {
            fields.addAll(List.of("Access-Control-Allow-Methods", String.join(", ", config.methods())));
            String allowed = config.headers().isEmpty() ? names(asked) : String.join(", ", config.headers());
            if (!allowed.isEmpty()) {
                fields.addAll(List.of("Access-Control-Allow-Headers", allowed));
            }
            if (!config.maxAge().isZero()) {
                fields.addAll(List.of(
                        "Access-Control-Max-Age", Long.toString(config.maxAge().toSeconds())));
            }
        }
        if (config.headers().isEmpty()) {
            fields.addAll(List.of("Vary", "Access-Control-Request-Headers"));
        }
        return new Reply(Status.NO_CONTENT, FieldLines.of(fields), "", "");
    }

    /** What every answer says to this origin; also that it depends on the origin. */
    public FieldLines fields(HttpHeaders headers) {
        String origin = granted(headers.get(HttpHeaderNames.ORIGIN));
        FieldLines vary = everybody ? FieldLines.NONE : VARY;
        if (origin == null) {
            return vary;
        }
        FieldLines granted = FieldLines.of("Access-Control-Allow-Origin", origin);
        if (config.credentials()) {
            granted = granted.and(FieldLines.of("Access-Control-Allow-Credentials", "true"));
        }
        return granted.and(exposed).and(vary);
    }

    /** What {@code Access-Control-Allow-Origin} says; null: nothing. */
    private @Nullable String granted(@Nullable String origin) {
        if (origin == null) {
            return null;
        }
        if (everybody) {
            return "*";
        }
        for (String allowed : config.origins()) {
            if (matches(allowed, origin)) {
                return origin;
            }
        }
        return null;
    }

    /** Scheme and host of an origin are in lower case (RFC 6454 §6.2), a configured one need not be. */
    private static boolean matches(String allowed, String origin) {
        String wanted = allowed.toLowerCase(Locale.ROOT);
        int star = wanted.indexOf(WILDCARD);
        if (star < 0) {
            return wanted.equals(origin);
        }
        String scheme = wanted.substring(0, star + "://".length());
        String domain = wanted.substring(star + WILDCARD.length() - 1);
        int names = origin.length() - domain.length() - scheme.length();
        return names > 0
                && origin.startsWith(scheme)
                && origin.endsWith(domain)
                && isNames(origin, scheme.length(), scheme.length() + names);
    }

    private static boolean isNames(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean ok = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
            if (!ok) {
                return false;
            }
        }
        return true;
    }

    /** The field names a client asks for, if they are names: nothing else of it goes into an answer. */
    private static String names(@Nullable String asked) {
        if (asked == null) {
            return "";
        }
        for (int i = 0; i < asked.length(); i++) {
            char c = asked.charAt(i);
            boolean ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!ok && "-_, ".indexOf(c) < 0) {
                return "";
            }
        }
        return asked.strip();
    }
}
