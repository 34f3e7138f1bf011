package lbm.worker.config;

import java.util.List;

/**
 * How texts are compressed.
 *
 * <pre>
 * {"codings":["br","zstd","gzip"],"min_size":1024,"memory":16777216}
 * </pre>
 *
 * @param codings content codings offered (RFC 9110 §8.4.1), the preferred one first; empty: nothing is compressed
 * @param minSize bytes below which a file is sent as it is
 * @param memory bytes of compressed files kept in memory
 */
public record Compression(List<String> codings, long minSize, long memory) {

    /** What can be offered, the preferred one first. */
    public static final List<String> CODINGS = List.of("br", "zstd", "gzip");

    private static final long MIN_SIZE = 1024;
    private static final long MEMORY = 16L * 1024 * 1024;

    static Compression of(Options serve) throws BadConfig {
        if (serve.off("compression")) {
            return new Compression(List.of(), MIN_SIZE, 0);
        }
        Options options = serve.inside("compression");
        List<String> codings = options.texts("codings", CODINGS);
        if (!CODINGS.containsAll(codings)) {
            throw options.bad("codings", "not a list of " + String.join(", ", CODINGS));
        }
        return new Compression(
                codings,
                options.number("min_size", MIN_SIZE, 0, Long.MAX_VALUE),
                options.number("memory", MEMORY, 0, Long.MAX_VALUE));
    }
}
