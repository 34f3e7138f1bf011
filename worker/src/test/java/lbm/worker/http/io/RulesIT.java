package lbm.worker.http.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lbm.worker.config.Serve;
import lbm.worker.http.Counters;
import lbm.worker.intake.io.Exit;
import lbm.worker.link.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may answer before the site does, over raw requests. */
class RulesIT {

    @TempDir
    Path home;

    private final Counters counters = new Counters();
    private final List<Runnable> soon = new ArrayList<>();
    private SiteServer server;

    private static final Exit STAYS = new Exit() {
        @Override
        public boolean lastAnswer() {
            return false;
        }

        @Override
        public void answered() {}

        @Override
        public boolean closing() {
            return false;
        }

        @Override
        public void close() {}

        @Override
        public void closeAsAsked() {}
    };

    /** A connection from some address. */
    private static final class From extends EmbeddedChannel {
        private final @Nullable InetSocketAddress remote;

        From(String address) throws Exception {
            remote = address.isEmpty() ? null : new InetSocketAddress(InetAddress.getByName(address), 4711);
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return remote == null ? super.remoteAddress0() : remote;
        }
    }

    @BeforeEach
    void site() throws Exception {
        Path root = Files.createDirectory(home.resolve("site"));
        Files.writeString(root.resolve("index.html"), "<title>hello</title>");
        Path challenge = Files.createDirectories(root.resolve(".well-known/acme-challenge"));
        Files.writeString(challenge.resolve("token-1"), "proof");
        serve("");
    }

    private void serve(String options) throws Exception {
        Path root = home.resolve("site");
        Serve serve = Serve.parse("{\"root\":\"" + root + "\"" + (options.isEmpty() ? "" : "," + options) + "}");
        Probe probe = new Probe(root, "1.2.3", "test", () -> 0);
        server = SiteServer.of(serve, 1 << 20, probe, () -> true, counters);
        server.log("site:0", soon::add);
    }

    private String limit(int max, String more) {
        return "\"rate_limit\":{\"window\":900000,\"max\":" + max + ",\"file\":\"" + home.resolve("site.rate") + "\""
                + more + "}";
    }

    private String ask(String from, String method, String target, String... fields) throws Exception {
        From channel = new From(from);
        server.greet(channel, STAYS, "127.0.0.1:80");
        String lines = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        channel.writeInbound(
                Unpooled.copiedBuffer(method + " " + target + " HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n", ISO_8859_1));
        StringBuilder answer = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            answer.append(out.toString(ISO_8859_1));
            out.release();
        }
        channel.close();
        return answer.toString();
    }

    private String get(String target, String... fields) throws Exception {
        return ask("203.0.113.9", "GET", target, fields);
    }

    @Test
    void aChallengeThatIsNotThereShowsNothingOfASiteBehindAPassword() throws Exception {
        serve("\"spa\":true,\"basic_auth\":{\"username\":\"ann\",\"password\":\"s3cret\"}");
        assertEquals(401, status(get("/deep", "Accept: text/html")));
        String answer = get("/.well-known/acme-challenge/none", "Accept: text/html");
        assertEquals(404, status(answer));
        assertFalse(answer.contains("hello"), answer);
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static String field(String answer, String name) {
        return answer.lines()
                .filter(it -> it.startsWith(name + ": "))
                .map(it -> it.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    // ---- rate limit

    @Test
    void aClientIsToldItsQuotaAndRefusedBeyondIt() throws Exception {
        serve(limit(2, ""));
        String first = get("/");
        assertEquals("\"default\";q=2;w=900", field(first, "RateLimit-Policy"));
        assertEquals("\"default\";r=1;t=900", field(first, "RateLimit"));
        assertEquals("", field(first, "Retry-After"));
        assertTrue(field(get("/none.js"), "RateLimit").startsWith("\"default\";r=0;t="));
    }

    @Test
    void whatIsOverTheLimitIsRefusedWithATimeAndAMessage() throws Exception {
        serve(limit(1, ""));
        assertEquals(200, status(get("/")));
        String refused = get("/");
        assertEquals(429, status(refused));
        int left = Integer.parseInt(field(refused, "Retry-After"));
        assertTrue(left > 0 && left <= 900, refused);
        assertEquals("\"default\";r=0;t=" + left, field(refused, "RateLimit"));
        assertTrue(refused.endsWith("\r\n\r\nToo many requests from this IP"), refused);
        assertEquals(1, counters.traffic(0).limited());
    }

    @Test
    void whoAsksForJsonIsRefusedInJson() throws Exception {
        serve(limit(1, ",\"message\":\"say \\\"please\\\"\""));
        get("/");
        String refused = get("/", "Accept: application/json");
        assertTrue(refused.endsWith("{\"error\":\"say \\\"please\\\"\"}"), refused);
    }

    @Test
    void healthIsNeverCountedAndNeverRefused() throws Exception {
        serve(limit(1, ""));
        for (int i = 0; i < 5; i++) {
            assertEquals("", field(get("/health"), "RateLimit"));
            assertEquals(200, status(get("/ready")));
        }
        assertEquals(200, status(get("/")));
    }

    @Test
    void allowedAddressesAreNotCounted() throws Exception {
        serve(limit(1, ",\"allow\":[\"127.0.0.0/8\",\"::1\"]"));
        for (int i = 0; i < 3; i++) {
            assertEquals(200, status(ask("127.0.0.1", "GET", "/")));
            assertEquals(200, status(ask("::1", "GET", "/")));
        }
    }

    @Test
    void neighboursInAnIpv6NetworkAreOneClient() throws Exception {
        serve(limit(1, ""));
        assertEquals(200, status(ask("2001:db8:0:1::1", "GET", "/")));
        assertEquals(429, status(ask("2001:db8:0:2::2", "GET", "/")));
        assertEquals(200, status(ask("2001:db8:0:100::1", "GET", "/")));
    }

    @Test
    void theNextWorkerOfTheAppGoesOnCounting() throws Exception {
        serve(limit(1, ""));
        get("/");
        serve(limit(1, ""));
        assertEquals(429, status(get("/")));
    }

    @Test
    void withoutAFileThatCanBeUsedNobodyIsLimited() throws Exception {
        Files.createDirectory(home.resolve("site.rate"));
        serve(limit(1, ""));
        get("/");
        assertEquals(200, status(get("/")));
    }

    // ---- trusted proxies

    @Test
    void aTrustedProxySaysWhoAsks() throws Exception {
        serve(limit(1, "") + ",\"trusted_proxies\":[\"10.0.0.0/8\"]");
        assertEquals(200, status(ask("10.0.0.1", "GET", "/", "X-Forwarded-For: 203.0.113.1")));
        assertEquals(429, status(ask("10.0.0.2", "GET", "/", "X-Forwarded-For: 6.6.6.6, 203.0.113.1")));
        assertEquals(200, status(ask("10.0.0.2", "GET", "/", "X-Forwarded-For: 203.0.113.2")));
    }

    @Test
    void whoHasGoneBeforeItsAddressWasReadIsNotThisMachine() throws Exception {
        serve("\"health\":{\"allow\":[\"127.0.0.0/8\",\"::1\"]}");
        assertEquals(200, status(ask("127.0.0.1", "GET", "/health")));
        assertEquals(404, status(ask("", "GET", "/health")));
    }

    @Test
    void whatAnybodyElseSaysAboutItselfIsNotBelieved() throws Exception {
        serve(limit(1, "") + ",\"trusted_proxies\":[\"10.0.0.0/8\"]");
        assertEquals(200, status(get("/", "X-Forwarded-For: 1.1.1.1")));
        assertEquals(429, status(get("/", "X-Forwarded-For: 2.2.2.2")));
    }

    // ---- basic auth

    private static String basic(String text) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    @Test
    void nobodyGetsInWithoutThePassword() throws Exception {
        serve("\"basic_auth\":{\"username\":\"u\",\"password\":\"p\"}");
        String refused = get("/");
        assertEquals(401, status(refused));
        assertEquals("Basic realm=\"Restricted\", charset=\"UTF-8\"", field(refused, "WWW-Authenticate"));
        assertEquals(401, status(get("/", basic("u:x"))));
        assertEquals(401, status(ask("203.0.113.9", "OPTIONS", "/")));
        assertEquals(200, status(get("/", basic("u:p"))));
    }

    @Test
    void healthAndAProofForACertificateNeedNoPassword() throws Exception {
        serve("\"basic_auth\":{\"username\":\"u\",\"password\":\"p\"}");
        assertEquals(200, status(get("/health")));
        assertEquals(200, status(get("/.well-known/acme-challenge/token-1")));
        assertEquals(401, status(get("/.well-known/acme-challenge/../../index.html")));
        assertEquals(401, status(get("/.well-known/acme-challenge/%2e%2e/%2e%2e/index.html")));
    }

    // ---- other origins

    @Test
    void aPreflightIsAnsweredBeforeThePassword() throws Exception {
        serve("\"cors\":{\"origins\":[\"https://a.net\"]},\"basic_auth\":{\"username\":\"u\",\"password\":\"p\"}");
        String answer =
                ask("203.0.113.9", "OPTIONS", "/", "Origin: https://a.net", "Access-Control-Request-Method: GET");
        assertEquals(204, status(answer));
        assertEquals("https://a.net", field(answer, "Access-Control-Allow-Origin"));
        assertEquals("GET, HEAD, OPTIONS", field(answer, "Access-Control-Allow-Methods"));
    }

    @Test
    void everyAnswerSaysWhoMayReadIt() throws Exception {
        serve("\"cors\":{\"origins\":[\"https://a.net\"]}");
        for (String target : List.of("/", "/missing.js")) {
            assertEquals("https://a.net", field(get(target, "Origin: https://a.net"), "Access-Control-Allow-Origin"));
            assertEquals("", field(get(target, "Origin: https://b.net"), "Access-Control-Allow-Origin"));
            assertTrue(get(target).contains("Vary: Origin\r\n"));
        }
        assertFalse(get("/").contains("Access-Control"));
    }

    // ---- health

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/ready"})
    void onlyAllowedAddressesLearnTheHealth(String path) throws Exception {
        serve("\"spa\":true,\"health\":{\"allow\":[\"10.0.0.0/8\"]}");
        assertEquals(200, status(ask("10.1.1.1", "GET", path)));
        assertEquals(404, status(get(path, "Accept: text/html")));
    }

    @Test
    void healthMayBeElsewhere() throws Exception {
        serve("\"health\":{\"path\":\"/up\",\"ready_path\":\"/go\"}");
        assertEquals(200, status(get("/up")));
        assertEquals(200, status(get("/go")));
        assertEquals(404, status(get("/health")));
    }

    @Test
    void oneThingThatIsNotInOrderMakesHealthUnavailable() throws Exception {
        Path up = home.resolve("up");
        serve("\"health\":{\"checks\":[{\"name\":\"queue\",\"command\":[\"test\",\"-e\",\"" + up
                + "\"],\"interval\":10,\"timeout\":20000}]}");
        await().atMost(60, TimeUnit.SECONDS).until(() -> status(get("/health")) == 503);
        assertTrue(get("/health").contains("\"queue\":\"warning\""));
        assertEquals(200, status(get("/ready")));
        Files.createFile(up);
        await().atMost(60, TimeUnit.SECONDS).until(() -> status(get("/health")) == 200);
        assertTrue(get("/health").contains("\"queue\":\"healthy\""));
        server.end(); // else it looks on and tells the next class on stderr that the file has gone
    }

    // ---- access log

    @Test
    void eachRequestHasALineAndANameThatItsAnswerTells() throws Exception {
        Path file = home.resolve("access.log");
        serve("\"trusted_proxies\":[\"10.0.0.1\"],\"access_log\":{\"format\":\"combined\",\"file\":\"" + file + "\"}");
        String answer = ask("10.0.0.1", "GET", "/?q=1", "X-Forwarded-For: 203.0.113.1", "X-Request-Id: abc-1");
        assertEquals("abc-1", field(answer, "X-Request-Id"));
        String made = field(get("/none.js", "User-Agent: \"evil\"\\"), "X-Request-Id");
        assertEquals(18, made.length());
        List<String> lines = logged(file, 2);
        assertTrue(lines.get(0).startsWith("203.0.113.1 - - ["), lines::toString);
        assertTrue(
                lines.get(0).matches(".*\"GET /\\?q=1 HTTP/1\\.1\" 200 20 \"-\" \"-\" \\d+\\.\\d{6} - site:0 abc-1"),
                lines::toString);
        assertTrue(lines.get(1).contains("\" 404 "), lines::toString);
        assertTrue(lines.get(1).contains("\"\\x22evil\\x22\\x5C\""), lines::toString);
        assertTrue(lines.get(1).endsWith(" " + made), lines::toString);
    }

    @Test
    void whoIsSentToTheSecurePortHasALineAndANameToo() throws Exception {
        Path file = home.resolve("access.log");
        serve("\"tls\":{\"self_signed\":true,\"redirect_port\":80,\"home\":\"" + home
                + "\"},\"access_log\":{\"format\":\"common\",\"file\":\"" + file + "\"}");
        String answer = ask("2001:db8::1", "GET", "/");
        assertEquals(308, status(answer));
        String name = field(answer, "X-Request-Id");
        assertEquals(18, name.length());
        String line = logged(file, 1).get(0);
        assertTrue(line.startsWith("2001:db8::1 - - [") && line.endsWith(" " + name), line);
    }

    @Test
    void whatCannotBeReadAsARequestHasALineToo() throws Exception {
        Path file = home.resolve("access.log");
        serve("\"access_log\":{\"format\":\"common\",\"file\":\"" + file + "\"}");
        assertEquals(400, status(get("/a b c")));
        assertTrue(logged(file, 1).get(0).contains(" 400 "), () -> "no line");
    }

    /** Every line, after the server's end, which waits a second at most for what is on its way. */
    private List<String> logged(Path file, int lines) throws Exception {
        server.end();
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> Files.exists(file)
                        && Files.readString(file).lines().count() >= lines
                        && Files.readString(file).endsWith("\n"));
        List<String> all = Files.readAllLines(file);
        assertEquals(lines, all.size());
        return all;
    }

    @Test
    void withoutALogAnswersHaveNoName() throws Exception {
        assertEquals("", field(get("/", "X-Request-Id: abc"), "X-Request-Id"));
    }

    // ---- counters

    @Test
    void answersAreCountedByClassTimeAndWhereTheyCameFrom() throws Exception {
        get("/");
        get("/none.js");
        get("/x/../..");
        Message.Traffic traffic = server.traffic();
        assertEquals(1, traffic.good());
        assertEquals(2, traffic.refused());
        assertEquals(1, traffic.cached());
        assertEquals(0, traffic.uncached());
        long counted = 0;
        for (int i = 1; i < traffic.latencies().size(); i += 2) {
            counted += traffic.latencies().get(i);
        }
        assertEquals(3, counted);
        assertEquals(List.of(), server.traffic().latencies());
    }
}
