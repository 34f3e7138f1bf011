package lbm.worker.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The site to serve, as the manager writes it into {@code LBM_SERVE}: keys as in the {@code serve} block of the file,
 * durations in milliseconds, sizes in bytes, paths absolute.
 *
 * <pre>
 * {"root":"/srv/site","spa":true,"warmup":1000,"limits":{"idle_timeout":75000}}
 * </pre>
 *
 * @param root the site's folder
 * @param spa whether deep links are answered with {@code index.html}
 * @param warmupRequests requests through its own pipeline before ready; 0: none
 * @param ownAccept whether it accepts connections by itself even while a manager is there
 * @param trustedProxies peers whose word about the client's address is taken
 */
public record Serve(
        Path root,
        boolean spa,
        int warmupRequests,
        boolean ownAccept,
        Files files,
        Caching caching,
        Compression compression,
        Security security,
        Optional<Cors> cors,
        Optional<RateLimit> rateLimit,
        List<AddressBlock> trustedProxies,
        Limits limits,
        Optional<Tls> tls,
        HealthChecks health,
        Optional<AccessLog> accessLog,
        Optional<BasicAuth> basicAuth)
        implements Job {

    /** Enough to compile the hot path (measured: p99 of the first 3 s falls from 154 ms to 3-4 ms). */
    public static final int DEFAULT_WARMUP = 1000;

    /**
     * The options in a JSON object. Unknown keys are ignored: a manager may be newer than its workers.
     *
     * @throws BadConfig no JSON object, a value that cannot be used, or no absolute root; the message names the key
     */
    public static Serve parse(String json) throws BadConfig {
        Options options = Options.parse("LBM_SERVE", json);
        return new Serve(
                options.needPath("root"),
                options.flag("spa", false),
                options.whole("warmup", DEFAULT_WARMUP, 0, Integer.MAX_VALUE),
                options.flag("own_accept", false),
                Files.of(options),
                Caching.of(options.list("cache")),
                Compression.of(options),
                Security.of(options),
                Cors.of(options),
                RateLimit.of(options),
                options.blocks("trusted_proxies"),
                Limits.of(options.inside("limits")),
                Tls.of(options),
                HealthChecks.of(options),
                AccessLog.of(options),
                BasicAuth.of(options));
    }
}
