package lbm.worker.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to stand before other programs, as the manager writes it into {@code LBM_PROXY}: keys as in the {@code proxy}
 * block of the file, durations in milliseconds, sizes in bytes, paths absolute.
 *
 * <pre>
 * {"mode":"http","balance":"least_connections","sticky":"cookie","read_timeout":60000}
 * </pre>
 *
 * @param balance how a backend is chosen for who has no place yet
 * @param stickyCookie name of the cookie of {@link Sticky#COOKIE}
 * @param via whether {@code Via} is added
 * @param trust peers whose word about their client is taken
 * @param acceptProxyProtocol whether trusted peers begin with a PROXY header
 * @param sendProxyProtocol version of the PROXY header backends get; 0: none
 * @param retry whether a request that may be repeated is asked once more of another backend
 * @param queueSize requests that may wait for a backend at once
 * @param poolSize idle connections kept to each backend
 * @param maxConnections clients at once; 0: as many as there are descriptors for
 * @param limits of what a client may send; a body size of 0 is no limit
 * @param answerHeadBytes longest head of an answer
 */
public record Proxy(
        Mode mode,
        Balance balance,
        Sticky sticky,
        String stickyCookie,
        Forwarded forwarded,
        boolean via,
        List<AddressBlock> trust,
        boolean acceptProxyProtocol,
        int sendProxyProtocol,
        boolean retry,
        Ejection ejection,
        Waits waits,
        int queueSize,
        int poolSize,
        int maxConnections,
        Limits limits,
        int answerHeadBytes,
        Optional<AccessLog> accessLog,
        int warmupRequests)
        implements Job {

    /** What is spoken. */
    public enum Mode {
        HTTP,
        /** Bytes, whatever they mean. */
        TCP
    }

    /** Who gets a request that belongs nowhere. */
    public enum Balance {
        LEAST_CONNECTIONS,
        ROUND_ROBIN
    }

    /** What keeps a client with its backend. */
    public enum Sticky {
        OFF,
        COOKIE,
        ADDRESS
    }

    /** Which fields tell a backend about the client. */
    public enum Forwarded {
        /** {@code X-Forwarded-For}, {@code -Proto}, {@code -Host}, {@code -Port}. */
        X,
        /** {@code Forwarded} (RFC 7239). */
        RFC7239,
        BOTH,
        OFF
    }

    /**
     * When a backend that fails is left alone.
     *
     * @param after failures in a row; 0: never
     * @param time the first time; doubles up to {@code most}
     */
    public record Ejection(int after, Duration time, Duration most) {}

    /**
     * How long is waited for what, beside {@link Limits}.
     *
     * @param connect for a connection to a backend
     * @param read between two pieces of an answer
     * @param queue for a backend that is up
     * @param tunnel while nothing moves either way after an upgrade or in TCP mode
     * @param drainSpread over so long WebSockets are told to go
     * @param pool after so long an idle connection to a backend is closed
     */
    public record Waits(
            Duration connect, Duration read, Duration queue, Duration tunnel, Duration drainSpread, Duration pool) {}

    private static final int DEFAULT_WARMUP = 300;
    private static final int MOST = 1_000_000;
    private static final int LEAST_HEAD = 256;
    private static final int MOST_HEAD = 1024 * 1024;
    private static final int COOKIE_NAME = 64;
    private static final int SOON = 10;
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final long YEAR = 365 * DAY;
    private static final String SEPARATORS = "\"(),/:;<=>?@[\\]{}";

    @Override
    public boolean ownAccept() {
        return false;
    }

    /**
     * The options in a JSON object. Unknown keys are ignored: a manager may be newer than its workers.
     *
     * @throws BadConfig no JSON object, or a value that cannot be used; the message names the key
     */
    public static Proxy parse(String json) throws BadConfig {
        Options options = Options.parse("LBM_PROXY", json);
        List<AddressBlock> trust = options.blocks("trust");
        boolean accept = options.flag("accept_proxy_protocol", false);
        if (accept && trust.isEmpty()) {
            throw options.bad("accept_proxy_protocol", "of no use without \"trust\": nobody may send that header");
        }
        return new Proxy(
                options.choice("mode", Mode.HTTP),
                options.choice("balance", Balance.LEAST_CONNECTIONS),
                options.off("sticky") ? Sticky.OFF : options.choice("sticky", Sticky.OFF),
                cookie(options),
                options.off("forwarded") ? Forwarded.OFF : options.choice("forwarded", Forwarded.X),
                options.flag("via", false),
                trust,
                accept,
                version(options),
                options.flag("retry", true),
                ejection(options),
                waits(options),
                options.whole("queue_size", 1024, 0, MOST),
                options.whole("pool_size", 64, 0, 100_000),
                options.whole("max_connections", 0, 0, MOST),
                limits(options),
                options.whole("answer_header_size", 64 * 1024, LEAST_HEAD, MOST_HEAD),
                AccessLog.of(options),
                options.whole("warmup", DEFAULT_WARMUP, 0, MOST));
    }

    private static String cookie(Options options) throws BadConfig {
        String name = options.text("sticky_cookie", "lbm");
        boolean token = !name.isEmpty()
                && name.length() <= COOKIE_NAME
                && name.chars().allMatch(c -> c > ' ' && c < 0x7f && SEPARATORS.indexOf(c) < 0);
        if (!token) {
            throw options.bad("sticky_cookie", "not the name of a cookie");
        }
        return name;
    }

    private static int version(Options options) throws BadConfig {
        String said = options.off("send_proxy_protocol") ? "off" : options.text("send_proxy_protocol", "off");
        return switch (said) {
            case "off" -> 0;
            case "v1" -> 1;
            case "v2" -> 2;
            default -> throw options.bad("send_proxy_protocol", "not v1 or v2");
        };
    }

    private static Ejection ejection(Options options) throws BadConfig {
        Duration time = options.millis("eject_time", Duration.ofSeconds(10), 100, HOUR);
        Duration usual = Duration.ofMinutes(5);
        Duration most = options.millis("eject_time_most", time.compareTo(usual) > 0 ? time : usual, 100, DAY);
        if (most.compareTo(time) < 0) {
            throw options.bad("eject_time_most", "below eject_time");
        }
        return new Ejection(options.whole("eject_after", 5, 0, 1000), time, most);
    }

    private static Waits waits(Options options) throws BadConfig {
        return new Waits(
                options.millis("connect_timeout", Duration.ofSeconds(2), SOON, HOUR),
                options.millis("read_timeout", Duration.ofSeconds(60), SOON, DAY),
                options.millis("queue_timeout", Duration.ofSeconds(5), 0, HOUR),
                options.millis("tunnel_timeout", Duration.ofHours(1), SOON, YEAR),
                options.millis("drain_spread", Duration.ofSeconds(3), 0, HOUR),
                options.millis("pool_idle_timeout", Duration.ofSeconds(4), 0, DAY));
    }

    private static Limits limits(Options options) throws BadConfig {
        Limits site = Limits.DEFAULT;
        return new Limits(
                options.whole("line_size", site.lineBytes(), LEAST_HEAD, MOST_HEAD),
                options.whole("header_size", site.headerBytes(), LEAST_HEAD, MOST_HEAD),
                options.number("body_size", 0, 0, Long.MAX_VALUE),
                options.whole("connections_per_address", 0, 0, Integer.MAX_VALUE),
                options.millis("header_timeout", site.headerTimeout(), SOON, HOUR),
                options.millis("body_timeout", Duration.ofSeconds(60), SOON, DAY),
                options.millis("idle_timeout", site.idleTimeout(), SOON, DAY),
                options.millis("write_timeout", site.writeTimeout(), SOON, DAY));
    }
}
