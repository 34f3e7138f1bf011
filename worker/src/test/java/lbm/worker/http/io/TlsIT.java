package lbm.worker.http.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets and handshakes. */
class TlsIT {

    private static final List<String> BOTH = List.of("TLSv1.3", "TLSv1.2");

    @TempDir
    Path home;

    private Path root = Path.of("/");
    private final byte[] large = new byte[5 * 1024 * 1024 + 77];

    @BeforeEach
    void site() throws IOException {
        root = Files.createDirectory(home.resolve("site"));
        Files.writeString(root.resolve("index.html"), "<title>hello</title>");
        new Random(7).nextBytes(large);
        Files.write(root.resolve("large.bin"), large);
        Files.createDirectories(root.resolve(".well-known/acme-challenge"));
        Files.writeString(root.resolve(".well-known/acme-challenge/token"), "proof");
        for (String name : List.of("rsa.crt", "rsa1.pem", "ec.crt", "ec1.pem", "ecparams.crt", "ecparams.pem")) {
            try (InputStream in = TlsIT.class.getResourceAsStream("/tls/" + name)) {
                Files.copy(in, home.resolve(name));
            }
        }
    }

    private String pair(String chain, String key) {
        return "{\"cert\":\"" + home.resolve(chain) + "\",\"key\":\"" + home.resolve(key) + "\"}";
    }

    private String options(String first, String... more) {
        String certificates = more.length == 0 ? "" : ",\"certificates\":[" + String.join(",", more) + "]";
        return first.substring(0, first.length() - 1) + certificates + ",\"home\":\"" + home + "\"}";
    }

    private TlsSite rsa() throws Exception {
        return new TlsSite(root, options(pair("rsa.crt", "rsa1.pem")), "");
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void everyVersionGetsTheSamePage(HttpClient.Version version) throws Exception {
        try (TlsSite site = rsa()) {
            HttpResponse<byte[]> answer = TlsClients.ask(
                    TlsClients.http(version), TlsClients.get(site.port(), "/").build());
            assertEquals(version, answer.version());
            assertEquals(200, answer.statusCode());
            assertEquals("<title>hello</title>", new String(answer.body(), ISO_8859_1));
            assertEquals(
                    "no-cache", answer.headers().firstValue("cache-control").orElse(""));
            assertTrue(answer.headers().firstValue("date").isPresent());
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aLargeFileComesWholeAndInParts(HttpClient.Version version) throws Exception {
        try (TlsSite site = rsa()) {
            HttpClient client = TlsClients.http(version);
            HttpRequest.Builder ask = TlsClients.get(site.port(), "/large.bin");
            assertArrayEquals(large, TlsClients.ask(client, ask.build()).body());
            HttpResponse<byte[]> part = TlsClients.ask(
                    client, ask.copy().header("Range", "bytes=100-4000099").build());
            assertEquals(206, part.statusCode());
            assertArrayEquals(Arrays.copyOfRange(large, 100, 4_000_100), part.body());
            HttpResponse<byte[]> head = TlsClients.ask(
                    client,
                    ask.copy()
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .build());
            assertEquals(0, head.body().length);
            assertEquals(
                    Long.toString(large.length),
                    head.headers().firstValue("content-length").orElse(""));
            HttpResponse<byte[]> known = TlsClients.ask(
                    client,
                    ask.copy()
                            .header(
                                    "If-None-Match",
                                    head.headers().firstValue("etag").orElseThrow())
                            .build());
            assertEquals(304, known.statusCode());
        }
    }

    @Test
    void manyStreamsShareOneConnection() throws Exception {
        try (TlsSite site = rsa()) {
            HttpClient client = TlsClients.http(HttpClient.Version.HTTP_2);
            HttpRequest ask = TlsClients.get(site.port(), "/large.bin").build();
            // The first one decides the version; the others go by the same connection.
            TlsClients.ask(client, TlsClients.get(site.port(), "/").build());
            var answers = java.util.stream.IntStream.range(0, 20)
                    .mapToObj(i -> client.sendAsync(ask, HttpResponse.BodyHandlers.ofByteArray()))
                    .toList();
            for (var answer : answers) {
                assertArrayEquals(large, answer.get(60, TimeUnit.SECONDS).body());
            }
            assertEquals(1, site.open());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bothVersionsOfTlsAreSpoken(String version) throws Exception {
        try (TlsSite site = rsa();
                SSLSocket socket = TlsClients.connect(site.port(), "", List.of(version))) {
            assertEquals(version, socket.getSession().getProtocol());
            assertFalse(socket.getSession().getCipherSuite().contains("CBC"));
        }
    }

    @Test
    void anOldVersionIsRefusedWhereTheFileSaysSo() throws Exception {
        String options = options(pair("rsa.crt", "rsa1.pem")).replace("{\"cert", "{\"min_version\":\"1.3\",\"cert");
        try (TlsSite site = new TlsSite(root, options, "")) {
            assertThrows(IOException.class, () -> TlsClients.connect(site.port(), "", List.of("TLSv1.2")));
            TlsClients.connect(site.port(), "", List.of("TLSv1.3")).close();
        }
    }

    @Test
    void http2IsNotOfferedWhereTheFileSaysSo() throws Exception {
        String options = options(pair("rsa.crt", "rsa1.pem")).replace("{\"cert", "{\"http2\":false,\"cert");
        try (TlsSite site = new TlsSite(root, options, "");
                SSLSocket socket = TlsClients.connect(site.port(), "", BOTH, "h2", "http/1.1")) {
            assertEquals("http/1.1", socket.getApplicationProtocol());
        }
    }

    @Test
    void aClientIsShownTheCertificateOfTheNameItAsksFor() throws Exception {
        String options =
                options(pair("rsa.crt", "rsa1.pem"), pair("ec.crt", "ec1.pem"), pair("ecparams.crt", "ecparams.pem"));
        try (TlsSite site = new TlsSite(root, options, "")) {
            assertEquals("CN=a.test", TlsClients.shown(site.port(), ""));
            assertEquals("CN=a.test", TlsClients.shown(site.port(), "x.a.test"));
            assertEquals("CN=b.test", TlsClients.shown(site.port(), "b.test"));
            assertEquals("CN=a.test", TlsClients.shown(site.port(), "unknown.test"));
        }
    }

    @Test
    void aRenewedCertificateIsShownWithoutARestart() throws Exception {
        // As certbot has it: live/fullchain.pem is a link that is turned to another file of archive/.
        Path chain = home.resolve("fullchain.pem");
        Path key = home.resolve("privkey.pem");
        Files.createSymbolicLink(chain, Path.of("rsa.crt"));
        Files.createSymbolicLink(key, Path.of("rsa1.pem"));
        Files.copy(home.resolve("ec.crt"), home.resolve("other.crt"));
        Files.copy(home.resolve("ec1.pem"), home.resolve("other.pem"));
        String options = options(pair("fullchain.pem", "privkey.pem"), pair("other.crt", "other.pem"));
        try (TlsSite site = new TlsSite(root, options, "");
                SSLSocket early = TlsClients.connect(site.port(), "", BOTH)) {
            assertEquals("CN=b.test", TlsClients.shown(site.port(), "b.test"));
            turn(chain, "ec.crt"); // the key still is the former one
            turn(home.resolve("other.pem"), "ecparams.pem");
            turn(home.resolve("other.crt"), "ecparams.crt");
            // The second pair is taken although the first one does not match, which keeps what it was.
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> TlsClients.shown(site.port(), "b.test").equals("CN=a.test"));
            assertEquals("CN=a.test", TlsClients.shown(site.port(), ""));
            turn(key, "ec1.pem");
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> TlsClients.shown(site.port(), "").equals("CN=b.test"));
            early.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1));
            assertTrue(TlsClients.rest(early).endsWith("<title>hello</title>"), "who came before goes on");
        }
    }

    @Test
    void aCertificateThatCouldNotBeReadIsTriedAgainThoughItsFilesLookTheSame() throws Exception {
        Path chain = Files.copy(home.resolve("rsa.crt"), home.resolve("live.crt"));
        Path key = Files.copy(home.resolve("rsa1.pem"), home.resolve("live.pem"));
        Path other = Files.createSymbolicLink(home.resolve("other.crt"), Path.of("ec.crt"));
        Path otherKey = Files.createSymbolicLink(home.resolve("other.pem"), Path.of("ec1.pem"));
        String options = options(pair("live.crt", "live.pem"), pair("other.crt", "other.pem"));
        try (TlsSite site = new TlsSite(root, options, "")) {
            assertEquals("CN=a.test", TlsClients.shown(site.port(), ""));
            String fresh = Files.readString(home.resolve("ec.crt"));
            FileTime time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
            Files.write(key, Files.readAllBytes(home.resolve("ec1.pem")));
            Files.writeString(chain, "x".repeat(fresh.length()));
            Files.setLastModifiedTime(chain, time);
            turn(otherKey, "ecparams.pem");
            turn(other, "ecparams.crt");
            // The second pair is taken: so the first one was looked at, and could not be used.
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> TlsClients.shown(site.port(), "b.test").equals("CN=a.test"));
            Files.writeString(chain, fresh);
            Files.setLastModifiedTime(chain, time);
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> TlsClients.shown(site.port(), "").equals("CN=b.test"));
        }
    }

    private static void turn(Path link, String target) throws IOException {
        Path fresh = link.resolveSibling("fresh");
        Files.createSymbolicLink(fresh, Path.of(target));
        Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aCertificateForDevelopmentIsMadeOnceAndKept() throws Exception {
        Path shared = home.resolve("shared");
        String options = "{\"self_signed\":true,\"home\":\"" + shared + "\"}";
        String first;
        try (TlsSite site = new TlsSite(root, options, "")) {
            first = Files.readString(shared.resolve("site.crt"));
            assertEquals("CN=lbm development certificate", TlsClients.shown(site.port(), ""));
        }
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(shared.resolve("site.key"))));
        try (TlsSite site = new TlsSite(root, options, "")) {
            assertEquals(first, Files.readString(shared.resolve("site.crt")));
            assertEquals("CN=lbm development certificate", TlsClients.shown(site.port(), "localhost"));
        }
    }

    @Test
    void theKeysOfTicketsAreForTheOwnerOnly() throws Exception {
        try (TlsSite site = rsa()) {
            assertEquals(0, site.open());
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("site.tickets"))));
        }
    }

    @Test
    void thePlainListenerSendsEverybodyToTheSecureOne() throws Exception {
        String options = options(pair("rsa.crt", "rsa1.pem")).replace("{\"cert", "{\"redirect_port\":80,\"cert");
        try (TlsSite site = new TlsSite(root, options, "")) {
            int plain = site.listen("127.0.0.1:80");
            String answer = plain(plain, "GET /a?b HTTP/1.1\r\nHost: x.test:80\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 308 "), answer);
            assertTrue(answer.contains("\r\nLocation: https://x.test:" + site.port() + "/a?b\r\n"), answer);
            assertFalse(answer.contains("Strict-Transport-Security"), answer);
            String proof = plain(
                    plain,
                    "GET /.well-known/acme-challenge/token HTTP/1.1\r\nHost: x.test\r\nConnection: close\r\n\r\n");
            assertTrue(proof.startsWith("HTTP/1.1 200 ") && proof.endsWith("proof"), proof);
            String bad = plain(plain, "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n");
            assertTrue(bad.startsWith("HTTP/1.1 400 "), bad);
        }
    }

    private static String plain(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return TlsClients.rest(socket);
        }
    }

    @Test
    void whoDoesNotSpeakTlsIsLetGo() throws Exception {
        try (TlsSite site = rsa();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
            String rest = TlsClients.rest(socket);
            assertFalse(rest.contains("hello"), rest);
            await().atMost(60, TimeUnit.SECONDS).until(() -> site.open() == 0);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        try (TlsSite site = rsa();
                SSLSocket socket = TlsClients.connect(site.port(), "", BOTH)) {
            String request = "GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n";
            String last = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write((request + request + last).getBytes(ISO_8859_1));
            String rest = TlsClients.rest(socket);
            assertEquals(3, rest.split("HTTP/1.1 200 OK", -1).length - 1);
            assertTrue(rest.length() > 2 * large.length);
            assertTrue(rest.endsWith("<title>hello</title>"));
        }
    }

    @Test
    void aWorkerThatLeavesSaysSoAndEndsInOrder() throws Exception {
        try (TlsSite site = rsa();
                SSLSocket idle = TlsClients.connect(site.port(), "", BOTH);
                SSLSocket busy = TlsClients.connect(site.port(), "", BOTH)) {
            busy.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n".getBytes(ISO_8859_1));
            await().atMost(60, TimeUnit.SECONDS).until(() -> site.open() == 2);
            site.drain(120_000);
            assertEquals("", TlsClients.rest(idle), "ended by close_notify, else reading throws");
            busy.getOutputStream().write("\r\n".getBytes(ISO_8859_1));
            String answer = TlsClients.rest(busy);
            assertTrue(answer.contains("\r\nConnection: close\r\n") && answer.endsWith("hello</title>"), answer);
            await().atMost(60, TimeUnit.SECONDS).until(() -> site.open() == 0);
        }
    }
}
