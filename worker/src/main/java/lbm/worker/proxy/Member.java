package lbm.worker.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A backend as a proxy knows it, from the first list it is in to the last. */
public final class Member {

    private static final int COOKIE_BYTES = 8;

    private final String key;
    private final String host;
    private final int port;
    private final String cookie;
    private final long hash;

    boolean up = true;
    boolean ejected;
    /** Whether it has been said that nothing is left. */
    boolean saidIdle;

    int active;
    int failures;
    int ejections;
    long returnedAt;
    long ejectedFor;

    Member(String app, String key, String host, int port) {
        this.key = key;
        this.host = host;
        this.port = port;
        byte[] digest = digest(app + "\n" + key);
        this.cookie = HexFormat.of().formatHex(digest, 0, COOKIE_BYTES);
        this.hash = ByteBuffer.wrap(digest).getLong(COOKIE_BYTES);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public String key() {
        return key;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** What a client is given to come back by: tells it from the others and nothing about it. */
    public String cookie() {
        return cookie;
    }

    /** How much an address is drawn to it (rendezvous hashing); the same in every process. */
    long weight(long address) {
        long x = address ^ hash;
        // The finalizer of SplitMix64: every bit of the input moves every bit of the result.
        x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }

    /** Whether it gets new requests. */
    public boolean open() {
        return up && !ejected;
    }

    /** Whether it is left alone for a while, having failed too often. */
    public boolean ejected() {
        return ejected;
    }

    public boolean up() {
        return up;
    }

    /** Requests and tunnels that are going on. */
    public int active() {
        return active;
    }

    @Override
    public String toString() {
        return key + " at " + host + ":" + port;
    }
}
