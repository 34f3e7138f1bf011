package lbm.worker.http;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the plain listener sends its clients. */
public final class SecureRedirect {

    /** Files by which an authority proves that a name is ours (RFC 8555 §8.3): asked without TLS, answered so. */
    private static final String CHALLENGE = "/.well-known/acme-challenge/";

    /** A name or an address, and perhaps a port: nothing that could end a line or begin a path. */
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");

    private static final int DEFAULT_PORT = 443;

    private SecureRedirect() {}

    /** Whether a target is answered on the plain listener too. */
    public static boolean isChallenge(String target) {
        return target.startsWith(CHALLENGE) && !target.contains("..");
    }

    /**
     * The same target on the secure listener; empty when the request does not say for which host it is.
     *
     * @param host the request's {@code Host}
     * @param target the request's target in origin form; any other form leads to the first page
     * @param port of the secure listener
     */
    public static Optional<String> location(@Nullable String host, String target, int port) {
        if (host == null) {
            return Optional.empty();
        }
        var matcher = HOST.matcher(host);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String path = target.startsWith("/") && target.chars().allMatch(c -> c > ' ' && c < 0x7F) ? target : "/";
        return Optional.of("https://" + matcher.group(1) + (port == DEFAULT_PORT ? "" : ":" + port) + path);
    }
}
