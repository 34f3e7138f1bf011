package lbm.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import lbm.worker.config.BasicAuth;
import org.jspecify.annotations.Nullable;

/**
 * Checks name and password (RFC 7617, UTF-8). Digests of equal length are compared in a time that does not depend on
 * where they differ; the password itself is not kept.
 */
public final class Credentials {

    private static final String SCHEME = "basic ";
    private static final int LONGEST = 4096;

    private final byte[] wanted;

    public Credentials(BasicAuth config) {
        wanted = digest((config.username() + ":" + config.password()).getBytes(UTF_8));
    }

    /** Whether a value of {@code Authorization} is right. */
    public boolean accept(@Nullable String authorization) {
        if (authorization == null
                || authorization.length() > LONGEST
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        try {
            byte[] said = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            return MessageDigest.isEqual(wanted, digest(said));
        } catch (IllegalArgumentException e) {
            return false; // no base64
        }
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
