package lbm.worker.http.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.FileRegion;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import lbm.worker.config.Serve;
import lbm.worker.http.Counters;
import lbm.worker.intake.io.Conversation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw requests in, raw answers out, over real files. */
class SiteHandlerIT {

    @TempDir
    Path home;

    private final Counters counters = new Counters();
    private EmbeddedChannel channel = new EmbeddedChannel();
    private FakeExit exit = new FakeExit();
    private Conversation conversation = new Conversation() {
        @Override
        public boolean idle() {
            return false;
        }

        @Override
        public boolean overdue(long now) {
            return false;
        }
    };
    private boolean ready = true;

    @BeforeEach
    void site() throws Exception {
        Path root = Files.createDirectory(home.resolve("site"));
        Files.writeString(root.resolve("index.html"), "<title>hello</title>");
        Files.writeString(root.resolve("app-4f9a1c2e.js"), "run();");
        Files.write(root.resolve("large.bin"), new byte[300 * 1024]);
        Files.createDirectory(root.resolve("sub"));
        Files.writeString(root.resolve("sub/index.html"), "sub");
        Files.createDirectory(root.resolve("empty"));
        Files.writeString(root.resolve(".env"), "SECRET");
        Files.writeString(home.resolve("outside.txt"), "SECRET");
        Files.createSymbolicLink(root.resolve("link.txt"), home.resolve("outside.txt"));
        Files.createSymbolicLink(root.resolve("linked"), home);
        Files.createSymbolicLink(root.resolve("inner.html"), Path.of("index.html"));
        start(false);
    }

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    private void start(boolean spa) throws Exception {
        channel.finishAndReleaseAll();
        Path root = home.resolve("site");
        Probe probe = new Probe(root, "1.2.3", "test", () -> 0);
        Serve serve = Serve.parse("{\"root\":\"" + root + "\",\"spa\":" + spa + "}");
        SiteServer server = SiteServer.of(serve, 1 << 20, probe, () -> ready, counters);
        channel = new EmbeddedChannel();
        exit = new FakeExit();
        conversation = server.greet(channel, exit, "127.0.0.1:80");
    }

    private String ask(String raw) throws Exception {
        channel.writeInbound(Unpooled.copiedBuffer(raw, ISO_8859_1));
        channel.runPendingTasks();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object message = channel.readOutbound(); message != null; message = channel.readOutbound()) {
            if (message instanceof ByteBuf bytes) {
                bytes.getBytes(bytes.readerIndex(), out, bytes.readableBytes());
                bytes.release();
            } else if (message instanceof FileRegion region) {
                region.transferTo(Channels.newChannel(out), 0);
                region.release();
            }
        }
        return out.toString(ISO_8859_1);
    }

    private String get(String target, String... fields) throws Exception {
        return ask("GET " + target + " HTTP/1.1\r\nHost: x\r\n" + lines(fields) + "\r\n");
    }

    private static String lines(String... fields) {
        return fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
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

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void aFileComesWithEverythingACacheNeeds() throws Exception {
        String answer = get("/");
        assertEquals(200, status(answer));
        assertEquals("<title>hello</title>", body(answer));
        assertEquals("text/html; charset=utf-8", field(answer, "Content-Type"));
        assertEquals("20", field(answer, "Content-Length"));
        assertEquals("no-cache", field(answer, "Cache-Control"));
        assertEquals("bytes", field(answer, "Accept-Ranges"));
        assertTrue(field(answer, "ETag").matches("\"[A-Za-z0-9_-]{16}\""), answer);
        assertTrue(field(answer, "Last-Modified").endsWith(" GMT"), answer);
        assertTrue(field(answer, "Date").endsWith(" GMT"), answer);
        assertEquals("", field(answer, "Server"));
        assertEquals("", field(answer, "Connection"));
        assertEquals("public, max-age=31536000, immutable", field(get("/app-4f9a1c2e.js"), "Cache-Control"));
        assertEquals(26, counters.bytes());
        assertEquals(2, counters.requests());
    }

    @Test
    void headHasTheFieldsOfGetAndNoBody() throws Exception {
        for (String target : new String[] {"/", "/large.bin", "/missing", "/sub", "/ready"}) {
            String answer = get(target);
            String head = ask("HEAD " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals("", body(head), target);
            assertEquals(
                    answer.substring(0, answer.indexOf("\r\n\r\n")).replaceAll("Date: .*", ""),
                    head.substring(0, head.indexOf("\r\n\r\n")).replaceAll("Date: .*", ""));
        }
    }

    @Test
    void whatTheClientHasIsNotSentAgain() throws Exception {
        String answer = get("/");
        String again = get("/", "If-None-Match: " + field(answer, "ETag"));
        assertEquals(304, status(again));
        assertEquals("", body(again));
        assertEquals(field(answer, "ETag"), field(again, "ETag"));
        assertEquals("", field(again, "Content-Length"));
        assertEquals(304, status(get("/", "If-Modified-Since: " + field(answer, "Last-Modified"))));
        assertEquals(412, status(get("/", "If-Match: \"other\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/large.bin"})
    void aPartIsSentAsAPart(String target) throws Exception {
        String whole = get(target);
        String part = get(target, "Range: bytes=2-5");
        assertEquals(206, status(part));
        assertEquals("4", field(part, "Content-Length"));
        assertEquals("bytes 2-5/" + field(whole, "Content-Length"), field(part, "Content-Range"));
        assertEquals(body(whole).substring(2, 6), body(part));
        String beyond = get(target, "Range: bytes=9999999-");
        assertEquals(416, status(beyond));
        assertEquals("bytes */" + field(whole, "Content-Length"), field(beyond, "Content-Range"));
    }

    @Test
    void aLargeFileIsWhole() throws Exception {
        String answer = get("/large.bin");
        assertEquals(200, status(answer));
        assertEquals(300 * 1024, body(answer).length());
        assertTrue(conversation.idle());
    }

    @ParameterizedTest
    @CsvSource({
        "/../outside.txt, 400",
        "/%2e%2e/outside.txt, 400",
        "/..%2foutside.txt, 400",
        "/sub/%2e%2e/%2e%2e/outside.txt, 400",
        "/%252e%252e/outside.txt, 404",
        "/..\\outside.txt, 404",
        "/%c0%ae%c0%ae/outside.txt, 400",
        "/index.html%00.txt, 400",
        "/.env, 404",
        "/%2eenv, 404",
        "/link.txt, 404",
        "/linked/outside.txt, 404",
        "/linked, 404",
        "/linked/, 404",
        "/index.html/, 404",
        "/index.html/x, 404",
        "/empty/, 404",
        "/missing, 404",
        "/inner.html, 200",
        "http://elsewhere/sub/, 200",
    })
    void nothingOutsideTheSiteIsShown(String target, int status) throws Exception {
        String answer = get(target);
        assertEquals(status, status(answer), answer);
        assertFalse(answer.contains("SECRET"));
        assertTrue(conversation.idle(), "the connection goes on");
    }

    @Test
    void aNameThatIsTooLongIsMissing() throws Exception {
        assertEquals(404, status(get("/" + "a".repeat(5000))));
    }

    @Test
    void aFileThatMayNotBeReadIsForbidden() throws Exception {
        Path secret = Files.writeString(home.resolve("site/secret.txt"), "x");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        // root reads everything
        assertEquals(Files.isReadable(secret) ? 200 : 403, status(get("/secret.txt")));
    }

    @Test
    void aFolderIsRedirectedToItsSlash() throws Exception {
        String answer = get("/sub?x=1");
        assertEquals(301, status(answer));
        assertEquals("/sub/?x=1", field(answer, "Location"));
        assertEquals("/sub/", field(get("//sub"), "Location"));
        assertEquals("sub", body(get("/sub/")));
    }

    @Test
    void deepLinksOfASinglePageAppAreItsPage() throws Exception {
        assertEquals(404, status(get("/settings/profile")));
        start(true);
        assertEquals("<title>hello</title>", body(get("/settings/profile")));
        assertEquals("<title>hello</title>", body(get("/empty/")));
        assertEquals(404, status(get("/missing.js")));
        assertEquals(404, status(get("/api/users", "Accept: application/json")));
        assertEquals(404, status(get("/.env")));
        assertEquals(400, status(get("/../x")));
    }

    @Test
    void otherMethodsAreRefusedAndTheConnectionGoesOn() throws Exception {
        String refused = ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
        assertEquals(405, status(refused));
        assertEquals("GET, HEAD, OPTIONS", field(refused, "Allow"));
        String options = ask("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
        assertEquals(204, status(options));
        assertEquals("GET, HEAD, OPTIONS", field(options, "Allow"));
        assertEquals("", field(options, "Content-Length"));
        assertEquals(200, status(get("/")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
                "GET / HTTP/1.1\nHost: x\n\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "NONSENSE\r\n\r\n",
            })
    void whatCanBeReadInTwoWaysIsRefusedAndClosed(String raw) throws Exception {
        String answer = ask(raw);
        assertEquals(400, status(answer), answer);
        assertEquals("close", field(answer, "Connection"));
        assertTrue(exit.closed);
        assertEquals("", ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "nothing follows");
    }

    @Test
    void headIsRefusedWithoutContent() throws Exception {
        String answer = ask("HEAD / HTTP/1.1\r\nHost: a b\r\n\r\n");
        assertEquals(400, status(answer), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
    }

    @Test
    void limitsHaveTheirOwnAnswers() throws Exception {
        assertEquals(414, status(get("/" + "a".repeat(9000))));
        start(false);
        assertEquals(431, status(get("/", "X: " + "a".repeat(20_000))));
        start(false);
        assertEquals(505, status(ask("GET / HTTP/2.0\r\nHost: x\r\n\r\n")));
        start(false);
        assertEquals(417, status(get("/", "Expect: magic")));
        start(false);
        String large = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n" + "a".repeat(1_100_000);
        assertEquals(413, status(ask(large)));
        assertTrue(exit.closed);
    }

    @Test
    void contentThatIsExpectedToBeAskedForIsAskedForOnlyWhereItIsRead() throws Exception {
        assertTrue(get("/", "Content-Length: 2", "Expect: 100-continue").startsWith("HTTP/1.1 100 Continue\r\n\r\n"));
        assertEquals(200, status(ask("ab")));
        String refused = ask("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
        assertEquals(405, status(refused));
        assertTrue(exit.closed);
    }

    @Test
    void requestsInOnePieceAreAnsweredInOrder() throws Exception {
        String two = "GET /sub/ HTTP/1.1\r\nHost: x\r\n\r\nHEAD / HTTP/1.1\r\nHost: x\r\n\r\n";
        String answers = ask(two + "GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n" + two);
        assertEquals(5, answers.split("HTTP/1.1 200 OK", -1).length - 1);
        assertTrue(answers.indexOf("sub") < answers.indexOf("Content-Length: 307200"), "order");
        assertTrue(conversation.idle());
    }

    @Test
    void aRequestInManyPiecesIsAnsweredAndNotIdleInBetween() throws Exception {
        String raw = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        assertTrue(conversation.idle());
        for (int i = 0; i < raw.length() - 1; i++) {
            assertEquals("", ask(raw.substring(i, i + 1)));
            assertFalse(conversation.idle(), "after " + (i + 1) + " bytes");
        }
        assertEquals(200, status(ask("\n")));
        assertTrue(conversation.idle());
    }

    @Test
    void aBodyOnItsWayIsNotIdle() throws Exception {
        ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n");
        assertFalse(conversation.idle());
        ask("a");
        assertFalse(conversation.idle());
        assertEquals(405, status(ask("b")));
        assertTrue(conversation.idle());
        ask("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
        assertFalse(conversation.idle());
        assertEquals(405, status(ask("0\r\n\r\n")));
        assertTrue(conversation.idle());
    }

    @Test
    void theConnectionEndsWhenEitherSideSaysSo() throws Exception {
        assertEquals("close", field(get("/", "Connection: close"), "Connection"));
        assertTrue(exit.closed);
        start(false);
        assertEquals("close", field(ask("GET / HTTP/1.0\r\n\r\n"), "Connection"));
        assertTrue(exit.closed);
        start(false);
        assertEquals("keep-alive", field(ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"), "Connection"));
        assertFalse(exit.closed);
        exit.lastAnswer = true;
        assertEquals("close", field(get("/"), "Connection"));
        assertTrue(exit.closed);
    }

    @Test
    void healthHasTheFieldsOfTheReference() throws Exception {
        assertEquals(200, status(get("/health?probe=1")));
        String answer = get("/health");
        assertEquals(200, status(answer), answer);
        assertEquals("no-store", field(answer, "Cache-Control"));
        for (String name : new String[] {
            "status",
            "timestamp",
            "uptime",
            "memory",
            "rss",
            "heapTotal",
            "heapUsed",
            "external",
            "loadavg",
            "version",
            "environment",
            "checks",
            "server",
            "disk"
        }) {
            assertTrue(body(answer).contains("\"" + name + "\":"), name);
        }
        assertTrue(body(answer).contains("\"version\":\"1.2.3\",\"environment\":\"test\""));
    }

    @Test
    void readyIsFalseWhileTheWorkerIsNot() throws Exception {
        assertEquals("{\"ready\":true}", body(get("/ready")));
        ready = false;
        String answer = get("/ready");
        assertEquals(503, status(answer));
        assertEquals("{\"ready\":false}", body(answer));
        assertEquals(1, counters.errors());
    }

    @Test
    void silenceIsOverdueLaterBetweenRequestsThanInside() throws Exception {
        long second = 1_000_000_000L;
        assertFalse(conversation.overdue(0));
        assertFalse(conversation.overdue(75 * second));
        assertTrue(conversation.overdue(76 * second));
    }

    @Test
    void aHeadHasItsTimeFromItsFirstByteAndNoByteAddsToIt() throws Exception {
        long second = 1_000_000_000L;
        assertFalse(conversation.overdue(0));
        String raw = "GET / HTTP/1.1\r\nHost: x\r\n";
        for (int i = 0; i < 11; i++) {
            assertEquals("", ask(raw.substring(i, i + 1)));
            assertFalse(conversation.overdue((70 + i) * second), "it has been silent for long, but asks now");
        }
        assertTrue(conversation.overdue(81 * second));
        assertEquals(408, status(ask("x")));
        assertTrue(exit.closed);
    }

    @Test
    void aRequestHasItsTimeFromItsFirstByteAndContentAddsNothing() throws Exception {
        long second = 1_000_000_000L;
        ask("G");
        assertFalse(conversation.overdue(0));
        ask("ET / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n");
        for (int i = 1; i <= 30; i++) {
            ask("x");
            assertFalse(conversation.overdue(i * second));
        }
        assertTrue(conversation.overdue(31 * second));
        assertEquals(408, status(ask("x")));
    }

    @Test
    void everyRequestBeginsANewTime() throws Exception {
        long second = 1_000_000_000L;
        for (int i = 0; i < 20; i++) {
            ask("GET / HTTP/1.1\r\n");
            assertFalse(conversation.overdue(i * 8L * second));
            ask("Host: x\r\n\r\n");
        }
    }
}
