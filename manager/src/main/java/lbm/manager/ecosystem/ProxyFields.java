package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import lbm.worker.config.FieldText;

/** Fields of the {@code proxy} block; but for the first two they reach the proxy worker as they are checked here. */
final class ProxyFields {

    private static final Duration TEN = Duration.ofMillis(10);
    private static final Duration TENTH = Duration.ofMillis(100);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MILLION = 1_000_000;
    private static final int LONGEST_COOKIE = 64;

    static final Field<Long> MEMORY =
            Field.of("memory", Kinds.SIZE_IN_BYTES, "64M", "Most heap of one proxy worker, at least 16M.");
    static final Field<Integer> INSTANCES =
            Field.of("instances", Kinds.whole(1, 64), "1", "How many proxy workers share the port.");
    static final Field<String> BALANCE =
            words("balance", "least_connections", "Choice of the instance.", "least_connections", "round_robin");
    static final Field<List<String>> TRUST = Field.of(
            "trust", SiteFields.BLOCKS, "none", "Peers whose forwarding fields and PROXY headers are believed.");
    static final Field<Boolean> ACCEPT_PROXY_PROTOCOL = Field.of(
            "accept_proxy_protocol",
            Kinds.FLAG,
            "false",
            "Peers of `trust` begin a connection with a PROXY header, version 1 or 2.");
    static final Field<Duration> EJECT_TIME = duration(
            "eject_time",
            TENTH,
            HOUR,
            "10s",
            "An instance that failed stays out for so long, twice as long each time.");
    static final Field<Duration> EJECT_TIME_MOST =
            duration("eject_time_most", TENTH, DAY, "5m", "The longest it stays out.");
    static final Field<Object> ACCESS_LOG = SiteFields.ACCESS_LOG_FIELD;

    /** Those that the worker acts on, in the order of the documentation. */
    static final List<Field<?>> WORKER = List.of(
            words("mode", "http", "What is spoken.", "http", "tcp"),
            BALANCE,
            orFalse("sticky", "A client stays with its instance.", "cookie", "address"),
            Field.of("sticky_cookie", cookie(), "lbm", "Name of the cookie of `sticky: cookie`."),
            words(
                    "forwarded",
                    "x",
                    "Fields about the client that requests get: `X-Forwarded-…`, `Forwarded` (RFC 7239), both or none.",
                    "x",
                    "rfc7239",
                    "both",
                    "off"),
            Field.of("via", Kinds.FLAG, "false", "Add `Via: 1.1 lbm` to requests and answers."),
            TRUST,
            ACCEPT_PROXY_PROTOCOL,
            orFalse("send_proxy_protocol", "Begin connections to instances with a PROXY header.", "v1", "v2"),
            Field.of(
                    "retry",
                    Kinds.FLAG,
                    "true",
                    "One more try on another instance for an idempotent request that got no byte back."),
            Field.of(
                    "eject_after", Kinds.whole(0, 1000), "5", "So many failures in a row eject an instance; 0: never."),
            EJECT_TIME,
            EJECT_TIME_MOST,
            duration("connect_timeout", TEN, HOUR, "2s", "Connecting to one instance."),
            duration("read_timeout", TEN, DAY, "60s", "Between two pieces of an answer (504)."),
            duration("queue_timeout", Duration.ZERO, HOUR, "5s", "Wait for an instance that is up (503)."),
            Field.of("queue_size", Kinds.whole(0, MILLION), "1024", "Requests that may wait so."),
            duration("header_timeout", TEN, HOUR, "10s", "From the first byte of a request to the end of its head."),
            duration("body_timeout", TEN, DAY, "60s", "Between two pieces of a request's content."),
            duration("idle_timeout", TEN, DAY, "75s", "Between two requests of a client's connection."),
            duration("write_timeout", TEN, DAY, "60s", "While a client takes nothing of its answer."),
            duration(
                    "tunnel_timeout",
                    TEN,
                    Kinds.LONGEST,
                    "1h",
                    "WebSockets, other upgrades and `mode: tcp`: nothing in either direction."),
            duration(
                    "drain_spread",
                    Duration.ZERO,
                    HOUR,
                    "3s",
                    "Over so long the WebSockets of an instance that leaves are told to go (1001)."),
            Field.of("pool_size", Kinds.whole(0, 100_000), "64", "Idle connections kept for each instance."),
            duration(
                    "pool_idle_timeout",
                    Duration.ZERO,
                    DAY,
                    "4s",
                    "One of them is closed after so long; shorter than the program's own keep-alive (Node: 5s)."),
            Field.of(
                    "max_connections",
                    Kinds.whole(0, MILLION),
                    "0 (what descriptors allow)",
                    "Clients' connections to one proxy worker."),
            Field.of(
                    "connections_per_address",
                    Kinds.whole(0, Integer.MAX_VALUE),
                    "0 (no limit)",
                    "Connections one address may have open at one proxy worker."),
            Field.of("line_size", SiteFields.size(), "8K", "Longest request line (414)."),
            Field.of("header_size", SiteFields.size(), "16K", "Longest header section of a request (431)."),
            Field.of("answer_header_size", SiteFields.size(), "64K", "Longest head of an answer (502)."),
            Field.of("body_size", sizeOrNone(), "0 (no limit)", "Longest content of a request (413)."),
            ACCESS_LOG,
            Field.of(
                    "warmup",
                    Kinds.whole(0, MILLION),
                    "300",
                    "Requests a proxy worker makes to itself before it is ready."));

    static final TableKind TABLE =
            new TableKind("the options of a proxy", "{sticky: cookie, read_timeout: 30s}", all());

    private ProxyFields() {}

    private static List<Field<?>> all() {
        List<Field<?>> all = new ArrayList<>(List.of(MEMORY, INSTANCES));
        all.addAll(WORKER);
        return List.copyOf(all);
    }

    private static Field<Duration> duration(
            String name, Duration least, Duration most, String fallback, String description) {
        return Field.of(name, Kinds.duration(least, most), fallback, description);
    }

    private static Field<String> words(String name, String fallback, String description, String... words) {
        return Field.of(name, Kinds.oneOf(same(words)), fallback, description);
    }

    private static Field<Object> orFalse(String name, String description, String... words) {
        return Field.of(name, new OrFlag(Kinds.oneOf(same(words)), false), "false", description);
    }

    private static Map<String, String> same(String... words) {
        Map<String, String> same = new TreeMap<>();
        for (String word : words) {
            same.put(word, word);
        }
        return same;
    }

    private static Kind<String> cookie() {
        return new ScalarKind<>(
                "the name of a cookie",
                "a name of up to " + LONGEST_COOKIE + " characters such as lbm",
                s -> Kinds.words(s).filter(name -> FieldText.isName(name) && name.length() <= LONGEST_COOKIE),
                () -> Shapes.type("string", "number"));
    }

    private static Kind<Long> sizeOrNone() {
        Supplier<ObjectNode> shape = () -> Shapes.either(Shapes.range(0, 0), Kinds.SIZE_IN_BYTES.schema());
        return new ScalarKind<>(
                "a size",
                "e.g. 200M, 1G or a number of bytes; 0 for no limit",
                s -> s.text().equals("0") ? Optional.of(0L) : Kinds.size(s),
                shape);
    }
}
