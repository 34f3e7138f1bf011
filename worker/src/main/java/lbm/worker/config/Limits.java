package lbm.worker.config;

import java.time.Duration;

/**
 * What one client may ask of a worker.
 *
 * @param lineBytes longest request line
 * @param headerBytes longest header section
 * @param bodyBytes longest content of a request, which is read and dropped
 * @param connectionsPerAddress connections one address may have open here; 0: no limit
 * @param headerTimeout from the first byte of a request to the end of its header section
 * @param requestTimeout from the first byte of a request to its last
 * @param idleTimeout between two requests
 * @param writeTimeout while the client takes nothing of an answer
 */
public record Limits(
        int lineBytes,
        int headerBytes,
        long bodyBytes,
        int connectionsPerAddress,
        Duration headerTimeout,
        Duration requestTimeout,
        Duration idleTimeout,
        Duration writeTimeout) {

    /** What holds where nothing is set. */
    public static final Limits DEFAULT = new Limits(
            8 * 1024,
            16 * 1024,
            1024 * 1024,
            0,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(75),
            Duration.ofSeconds(60));

    private static final int LEAST_BYTES = 256;
    private static final int MOST_BYTES = 1024 * 1024;

    static Limits of(Options options) throws BadConfig {
        return new Limits(
                options.whole("line_size", DEFAULT.lineBytes, LEAST_BYTES, MOST_BYTES),
                options.whole("header_size", DEFAULT.headerBytes, LEAST_BYTES, MOST_BYTES),
                options.number("body_size", DEFAULT.bodyBytes, 0, Long.MAX_VALUE),
                options.whole("connections_per_address", 0, 0, Integer.MAX_VALUE),
                options.millis("header_timeout", DEFAULT.headerTimeout),
                options.millis("request_timeout", DEFAULT.requestTimeout),
                options.millis("idle_timeout", DEFAULT.idleTimeout),
                options.millis("write_timeout", DEFAULT.writeTimeout));
    }
}
