package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import lbm.worker.config.AddressBlock;
import lbm.worker.config.Compression;
import lbm.worker.config.FieldText;
import lbm.worker.config.Glob;
import lbm.worker.config.Security;

/** Fields of the {@code serve} block that only the worker acts on; they reach it as they are checked here. */
final class SiteFields {

    private static final Duration NONE = Duration.ZERO;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TENTH = Duration.ofMillis(100);

    private static final Kind<String> BLOCK = checked(
            "a block of addresses",
            "an IP address or a block such as 10.0.0.0/8",
            text -> AddressBlock.parse(text).isPresent());
    static final Kind<List<String>> BLOCKS = new ListOf<>("blocks", BLOCK);
    private static final Kind<String> HEADER_VALUE =
            checked("the value of a header field", "printable ASCII on one line", FieldText::isValue);
    private static final Kind<String> HEADER_NAME =
            checked("the name of a header field", "a name such as X-Request-Id", FieldText::isName);
    private static final Kind<String> URL_PATH =
            checked("a path", "a path such as /health", text -> text.matches("/[!-~&&[^?#%\\\\]]*"));
    private static final Kind<String> URL = checked(
            "a URL", "a URL such as http://127.0.0.1:8080/ping", text -> text.matches("https?://[!-~&&[^\\\\\"<>]]+"));
    private static final Kind<String> ORIGIN = checked(
            "an origin",
            "an origin such as https://app.example.com, https://*.example.com or *",
            text -> text.matches("\\*|https?://(\\*\\.)?[A-Za-z0-9.\\[\\]:_-]+"));

    private static final Kind<String> GLOB =
            checked("a glob", "a glob such as assets/** or *.{pdf,zip}", Glob::isValid);

    private static final TableKind CACHE_RULE = new TableKind(
            "a cache rule",
            "{match: \"*.pdf\", control: no-store}",
            List.of(
                    Field.of(
                            "match",
                            GLOB,
                            Field.REQUIRED,
                            "Glob over the path in the site (`*`, `**`, `?`, `{a,b}`); without a slash it matches the name in any"
                                    + " folder."),
                    Field.of("control", HEADER_VALUE, Field.REQUIRED, "Value of `Cache-Control`.")));

    private static final TableKind COMPRESSION = new TableKind(
            "the options of compression",
            "{codings: [br, gzip], min_size: 1K}",
            List.of(
                    Field.of(
                            "codings",
                            new ListOf<>("codings", Kinds.oneOf(same(Compression.CODINGS))),
                            "br, zstd, gzip",
                            "Content codings that are offered, the preferred one first."),
                    Field.of("min_size", Kinds.SIZE_IN_BYTES, "1K", "Smaller files are sent as they are."),
                    Field.of(
                            "memory", Kinds.SIZE_IN_BYTES, "16M", "Most bytes of compressed files one worker keeps.")));

    private static final TableKind TRANSPORT = new TableKind(
            "the options of HSTS",
            "{max_age: 365d, preload: true}",
            List.of(
                    Field.of("max_age", Kinds.duration(NONE), "365d", "How long browsers use only HTTPS."),
                    Field.of("include_subdomains", Kinds.FLAG, "true", "Whether it holds for subdomains too."),
                    Field.of("preload", Kinds.FLAG, "false", "Whether browsers may ship with it.")));

    private static final TableKind SECURITY =
            new TableKind("security headers", "{content_security_policy: {img-src: [\"'self'\"]}}", security());

    private static final TableKind CORS = new TableKind(
            "the options of CORS",
            "{origins: [https://app.example.com]}",
            List.of(
                    Field.of("origins", new ListOf<>("origins", ORIGIN), "*", "Origins whose pages may read answers."),
                    Field.of(
                            "methods",
                            new ListOf<>("methods", HEADER_NAME),
                            "GET, HEAD, OPTIONS",
                            "Methods a preflight allows."),
                    Field.of(
                            "headers",
                            new ListOf<>("names", HEADER_NAME),
                            "those asked for",
                            "Header fields a preflight allows."),
                    Field.of(
                            "exposed_headers",
                            new ListOf<>("names", HEADER_NAME),
                            "none",
                            "Header fields a page may read."),
                    Field.of("credentials", Kinds.FLAG, "false", "Whether cookies may be sent; not with origin `*`."),
                    Field.of("max_age", Kinds.duration(NONE), "0", "How long a preflight may be remembered.")));

    private static final TableKind RATE_LIMIT = new TableKind(
            "a rate limit",
            "{window: 15m, max: 100}",
            List.of(
                    Field.of("window", Kinds.duration(SECOND), "15m", "After it a client's count begins anew."),
                    Field.of(
                            "max",
                            Kinds.whole(1, Integer.MAX_VALUE),
                            "100",
                            "Requests one address may make in a window, over all workers."),
                    Field.of("allow", BLOCKS, "none", "Addresses that are not counted."),
                    Field.of(
                            "ipv6_prefix",
                            Kinds.whole(1, 128),
                            "56",
                            "IPv6 addresses with so many first bits in common are one client."),
                    Field.of("message", Kinds.TEXT, "Too many requests from this IP", "Body of the refusal (429)."),
                    Field.of(
                            "addresses",
                            Kinds.whole(1024, 16 * 1024 * 1024),
                            "65536",
                            "Clients remembered at once; each takes 16 bytes of one shared file.")));

    private static final TableKind LIMITS = new TableKind(
            "limits",
            "{header_size: 16K, idle_timeout: 75s}",
            List.of(
                    Field.of("line_size", size(), "8K", "Longest request line (414)."),
                    Field.of("header_size", size(), "16K", "Longest header section (431)."),
                    Field.of("body_size", Kinds.SIZE_IN_BYTES, "1M", "Longest content of a request (413)."),
                    Field.of(
                            "connections_per_address",
                            Kinds.whole(0, Integer.MAX_VALUE),
                            "0 (no limit)",
                            "Connections one address may have open at one worker."),
                    Field.of(
                            "header_timeout",
                            Kinds.duration(TENTH),
                            "10s",
                            "From the first byte of a request to the end of its header section."),
                    Field.of(
                            "request_timeout",
                            Kinds.duration(TENTH),
                            "30s",
                            "From the first byte of a request to its last."),
                    Field.of("idle_timeout", Kinds.duration(TENTH), "75s", "Between two requests of a connection."),
                    Field.of(
                            "write_timeout",
                            Kinds.duration(TENTH),
                            "60s",
                            "While a client takes nothing of its answer.")));

    private static final Field<WrittenPath> CERT =
            Field.of("cert", WrittenPath.FILE, "", "PEM file with the certificate and those that vouch for it.");
    private static final Field<WrittenPath> KEY =
            Field.of("key", WrittenPath.FILE, "", "PEM file with its private key.");

    private static final TableKind CERTIFICATE =
            new TableKind("a certificate", "{cert: fullchain.pem, key: privkey.pem}", List.of(CERT, KEY));

    private static final TableKind TLS = new TableKind(
            "the options of TLS",
            "{cert: fullchain.pem, key: privkey.pem}",
            List.of(
                    CERT,
                    KEY,
                    Field.of(
                            "certificates",
                            new ListOf<>("certificates", CERTIFICATE),
                            "none",
                            "More of them, chosen by the name the client asks for."),
                    Field.of(
                            "self_signed",
                            Kinds.FLAG,
                            "false",
                            "Make a certificate for development, kept in LBM_HOME."),
                    Field.of("min_version", Kinds.oneOf(same(List.of("1.2", "1.3"))), "1.2", "Oldest version spoken."),
                    Field.of("http2", Kinds.FLAG, "true", "Whether HTTP/2 is offered."),
                    Field.of(
                            "redirect_port",
                            Kinds.whole(1, 65_535),
                            "none",
                            "Port without TLS that sends clients to this one.")));

    private static final TableKind CHECK = new TableKind(
            "a check",
            "{name: api, url: http://127.0.0.1:3000/ping}",
            List.of(
                    Field.of("name", Kinds.NAME, Field.REQUIRED, "What it is called in the answer."),
                    Field.of("url", URL, "", "Must answer GET with a 2xx status."),
                    Field.of("command", ListKinds.ARGUMENTS, "", "Must end with exit code 0; instead of `url`."),
                    Field.of("interval", Kinds.duration(SECOND), "10s", "From one look to the next."),
                    Field.of("timeout", Kinds.duration(TENTH), "2s", "After it a look has failed.")));

    private static final TableKind HEALTH = new TableKind(
            "the options of the health check",
            "{path: /health, allow: [10.0.0.0/8]}",
            List.of(
                    Field.of("path", URL_PATH, "/health", "Where health is told."),
                    Field.of("ready_path", URL_PATH, "/ready", "Where readiness is told."),
                    Field.of(
                            "allow", BLOCKS, "everybody", "Addresses that may ask; to others the paths are not there."),
                    Field.of("heap", Kinds.SIZE_IN_BYTES, "500M", "Heap in use above which memory is a warning."),
                    Field.of("disk", Kinds.SIZE_IN_BYTES, "64M", "Free space below which a disk is a warning."),
                    Field.of("loop_delay", Kinds.duration(TENTH), "1s", "Delay of the event loop that is a warning."),
                    Field.of("checks", new ListOf<>("checks", CHECK), "none", "What else must be in order.")));

    private static final TableKind ACCESS_LOG = new TableKind(
            "the options of the access log",
            "{format: json, file: logs/access.log}",
            List.of(
                    Field.of(
                            "format",
                            Kinds.oneOf(same(List.of("combined", "common", "json"))),
                            "combined",
                            "Form of a line."),
                    Field.of(
                            "file",
                            WrittenPath.PATH,
                            "<home>/logs/<name>-access.log",
                            "One file for all workers, relative to `cwd`.")));

    private static final TableKind BASIC_AUTH = new TableKind(
            "a user's name and password",
            "{username: studio, password: secret}",
            List.of(
                    Field.of("username", Kinds.TEXT, Field.REQUIRED, "Name the client must send."),
                    Field.of("password", Kinds.TEXT, Field.REQUIRED, "Password the client must send.")));

    /** Those of them that {@code lbm serve} and PM2's variables can set too. */
    static final Field<Boolean> LISTING =
            Field.of("listing", Kinds.FLAG, "false", "Answer a folder without index.html with a list of its files.");

    static final Field<Map<String, Object>> AUTH = Field.of(
            "basic_auth",
            BASIC_AUTH,
            "env.PM2_SERVE_BASIC_AUTH_…, else none",
            "Ask every client for name and password.");

    static final Field<Object> ACCESS_LOG_FIELD = Field.of(
            "access_log", new OrFlag(new FormatOr(ACCESS_LOG), true), "false", "Write each request to a file.");

    static final Field<Object> TLS_FIELD =
            Field.of("tls", new OrFlag(TLS, false), "none", "Speak TLS on the app's port.");

    /** All of them, in the order of the documentation. */
    static final List<Field<?>> ALL = List.of(
            Field.of("html_extension", Kinds.FLAG, "false", "Answer `/about` with about.html."),
            Field.of("dotfiles", Kinds.FLAG, "false", "Answer names that begin with a dot; `.well-known` always is."),
            Field.of("follow_links", Kinds.FLAG, "false", "Follow symbolic links out of the root."),
            LISTING,
            Field.of(
                    "cache",
                    new ListOf<>("rules", CACHE_RULE),
                    "HTML no-cache, hashed names a year and immutable, all else a year",
                    "Rules for `Cache-Control`; the first that matches holds."),
            Field.of("compression", new OrFlag(COMPRESSION, true), "true", "Compress texts."),
            Field.of(
                    "security",
                    new OrFlag(SECURITY, true),
                    "true (helmet's defaults)",
                    "Security headers of every answer."),
            Field.of("cors", new OrFlag(CORS, true), "false", "Let pages of other origins read answers."),
            Field.of("rate_limit", new OrFlag(RATE_LIMIT, false), "none", "Limit the requests of one client address."),
            Field.of(
                    "trusted_proxies",
                    BLOCKS,
                    "none",
                    "Peers whose `X-Forwarded-For` and `Forwarded` tell the client's address."),
            Field.of("limits", LIMITS, "below", "What one client may ask of a worker."),
            TLS_FIELD,
            Field.of("health", new OrFlag(HEALTH, true), "true", "The health check."),
            ACCESS_LOG_FIELD,
            AUTH);

    private SiteFields() {}

    private static Kind<String> checked(String noun, String expected, Predicate<String> right) {
        return new ScalarKind<>(
                noun, expected, s -> Kinds.words(s).filter(right), () -> Shapes.type("string", "number"));
    }

    /** Bytes of a buffer. */
    static Kind<Long> size() {
        return new ScalarKind<>(
                "a size in range",
                "a size from 256 to 1M",
                s -> Kinds.size(s).filter(bytes -> bytes >= 256 && bytes <= 1024 * 1024),
                () -> Kinds.SIZE_IN_BYTES.schema());
    }

    private static Map<String, String> same(List<String> words) {
        Map<String, String> same = new TreeMap<>();
        words.forEach(word -> same.put(word, word));
        return same;
    }

    private static List<Field<?>> security() {
        List<Field<?>> fields = new ArrayList<>();
        fields.add(Field.of(
                "content_security_policy",
                new OrFlag(new PolicyKind(), true),
                "helmet's directives",
                "Directives laid over the defaults; false leaves one out, `use_defaults: false` all others, `report_only:"
                        + " true` only reports."));
        fields.add(Field.of(
                "strict_transport_security",
                new OrFlag(TRANSPORT, true),
                "max-age=31536000; includeSubDomains",
                "HSTS; browsers heed it over HTTPS only."));
        Security.defaults()
                .forEach((key, value) -> fields.add(Field.of(
                        key,
                        new OrFlag(HEADER_VALUE, false),
                        value.isEmpty() ? "none" : value,
                        "Value of the header field of that name.")));
        return List.copyOf(fields);
    }

    /** A form of the access log stands for the options that have nothing else. */
    private record FormatOr(TableKind table) implements Kind<Map<String, Object>> {

        @Override
        public Optional<Map<String, Object>> read(Value value, Report report) {
            if (value.node() instanceof Node.Scalar) {
                return format().read(value, report).map(format -> Map.of("format", format));
            }
            return table.read(value, report);
        }

        private Kind<?> format() {
            return table.fields().get(0).kind();
        }

        @Override
        public String expected() {
            return format().expected() + ", or " + table.expected();
        }

        @Override
        public ObjectNode schema() {
            return Shapes.either(format().schema(), table.schema());
        }

        @Override
        public List<Field<?>> inside() {
            return table.fields();
        }
    }
}
