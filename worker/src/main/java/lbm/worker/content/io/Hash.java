package lbm.worker.content.io;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** SHA-256, and texts of it. */
final class Hash {

    private Hash() {}

    static byte[] of(byte[] bytes) {
        return digest().digest(bytes);
    }

    /** Of what is between position and limit, which stay. */
    static byte[] of(ByteBuffer bytes) {
        MessageDigest digest = digest();
        digest.update(bytes.duplicate());
        return digest.digest();
    }

    /** The first bytes of a hash in letters that are allowed in entity tags and file names. */
    static String text(byte[] hash, int bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, bytes));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
