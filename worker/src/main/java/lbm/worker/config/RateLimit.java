package lbm.worker.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How many requests one client may make, over all workers of the app.
 *
 * @param window time after which a client's count begins anew
 * @param max requests in one window
 * @param allow addresses that are not counted
 * @param ipv6Prefix addresses with these first bits in common are one client
 * @param message body of the refusal
 * @param addresses clients remembered at once
 * @param file the counters, mapped by every worker of the app
 */
public record RateLimit(
        Duration window, int max, List<AddressBlock> allow, int ipv6Prefix, String message, int addresses, Path file) {

    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int MAX = 100;
    private static final int PREFIX = 56;
    private static final int ADDRESSES = 65_536;
    private static final int MOST_ADDRESSES = 16 * 1024 * 1024;

    static Optional<RateLimit> of(Options serve) throws BadConfig {
        if (!serve.has("rate_limit") || serve.off("rate_limit")) {
            return Optional.empty();
        }
        Options options = serve.inside("rate_limit");
        return Optional.of(new RateLimit(
                Duration.ofMillis(options.number("window", WINDOW.toMillis(), 1000, Long.MAX_VALUE)),
                options.whole("max", MAX, 1, Integer.MAX_VALUE),
                options.blocks("allow"),
                options.whole("ipv6_prefix", PREFIX, 1, 128),
                options.text("message", "Too many requests from this IP"),
                options.whole("addresses", ADDRESSES, 1024, MOST_ADDRESSES),
                options.needPath("file")));
    }
}
