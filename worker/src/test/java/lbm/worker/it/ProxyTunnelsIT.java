package lbm.worker.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import lbm.worker.link.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets and other upgrades, TCP mode, the PROXY protocol. */
class ProxyTunnelsIT {

    private static final String UPGRADE = "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    private static final String SWITCHED =
            "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                    + "Connection: upgrade\r\nUpgrade: websocket\r\n\r\n";
    private static final String GOING_AWAY = "\u0088\u0002\u0003\u00e9";
    /** As a client sends it: masked, with a mask of zeros. */
    private static final String CLIENT_GOING_AWAY = "\u0088\u0082\0\0\0\0\u0003\u00e9";

    @TempDir
    Path home;

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    private static String text(String said) {
        return "\u0081" + (char) said.length() + said;
    }

    private static String masked(String said) {
        return "\u0081" + (char) (0x80 | said.length()) + "\0\0\0\0" + said;
    }

    /** Switches, then says what it is told to and keeps what it hears. */
    private RawBackend webSocket(String says) throws IOException {
        return new RawBackend(talk -> {
            talk.head();
            talk.say("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n" + says);
            StringBuilder all = new StringBuilder();
            for (String next = talk.read(1); !next.isEmpty(); next = talk.read(1)) {
                all.append(next);
                if (all.toString().endsWith(masked("ping"))) {
                    talk.say(text("pong"));
                }
            }
            heard.add(all.toString());
        });
    }

    private static Client open(ProxyRun run) throws IOException {
        Client client = run.client();
        client.send(UPGRADE);
        assertEquals(SWITCHED, client.read(SWITCHED.length()));
        return client;
    }

    @Test
    void framesGoBothWays() throws Exception {
        try (RawBackend backend = webSocket(text("hello"));
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = open(run)) {
            assertEquals(text("hello"), client.read(7));
            for (int i = 0; i < 100; i++) {
                client.send(masked("ping"));
                assertEquals(text("pong"), client.read(6));
            }
            client.send("\u0088\u0080\0\0\0\0");
            client.socket.shutdownOutput();
            assertTrue(client.ended());
            await().atMost(60, SECONDS).until(() -> !heard.isEmpty());
            assertTrue(heard.element().endsWith(masked("ping") + "\u0088\u0080\0\0\0\0"), "as the client ended it");
        }
    }

    @Test
    void aLeavingBackendsWebSocketIsClosedBetweenTwoFrames() throws Exception {
        // A frame of five bytes of which three have come.
        try (RawBackend backend = webSocket("\u0081\u0005hel");
                ProxyRun run = new ProxyRun(home, "'drain_spread':0", backend.as("a"));
                Client half = open(run)) {
            assertEquals("\u0081\u0005hel", half.read(5));
            run.manager.behind(backend.leaving("a"));
            Thread.sleep(300); // that nothing comes, which nobody tells
            assertEquals(0, half.socket.getInputStream().available());
            assertTrue(run.said().stream().noneMatch(Message.BackendIdle.class::isInstance));
            // The next that the backend says ends the frame and begins another, which is not passed on any more.
            half.send(masked("ping"));
            assertEquals("\u0081\u0004" + GOING_AWAY, half.read(2) + half.read(4));
        }
    }

    @Test
    void theClientsAnswerToItsCloseEndsBothSides() throws Exception {
        try (RawBackend backend = webSocket(text("hello"));
                ProxyRun run = new ProxyRun(home, "'drain_spread':200", backend.as("a"))) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Client client = open(run);
                assertEquals(text("hello"), client.read(7));
                clients.add(client);
            }
            run.manager.behind(backend.leaving("a"));
            for (Client client : clients) {
                assertEquals(GOING_AWAY, client.read(4));
                client.send(CLIENT_GOING_AWAY);
                assertTrue(client.ended());
                client.hangUp();
            }
            await().atMost(60, SECONDS).until(() -> run.said().contains(new Message.BackendIdle("a")));
            await().atMost(60, SECONDS).until(() -> heard.size() == 20);
            assertEquals(CLIENT_GOING_AWAY, heard.element());
        }
    }

    @Test
    void aClientThatAnswersAfterTheBackendWasToldIsLetGoToo() throws Exception {
        try (RawBackend backend = new RawBackend(talk -> {
                    talk.head();
                    talk.say("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
                    heard.add(talk.read(CLIENT_GOING_AWAY.length()));
                    heard.add(talk.read(1000)); // it does not answer
                });
                ProxyRun run = new ProxyRun(home, "'drain_spread':0", backend.as("a"));
                Client client = open(run)) {
            run.manager.behind(backend.leaving("a"));
            assertEquals(GOING_AWAY, client.read(4));
            await().atMost(60, SECONDS).until(() -> heard.contains(CLIENT_GOING_AWAY));
            client.send(CLIENT_GOING_AWAY);
            assertTrue(client.ended());
            client.hangUp();
            await().atMost(60, SECONDS).until(() -> heard.contains(""));
        }
    }

    @Test
    void aClientThatDoesNotAnswerIsCutAtTheDeadlineAndTheBackendIsTold() throws Exception {
        try (RawBackend backend = webSocket(text("hello"));
                ProxyRun run = new ProxyRun(home, "'drain_spread':100", backend.as("a"));
                Client client = open(run)) {
            assertEquals(text("hello"), client.read(7));
            run.manager.drain(run.worker.pid(), true, 5000);
            assertEquals(GOING_AWAY, client.read(4));
            assertTrue(client.ended());
            assertEquals(0, run.worker.exit());
            await().atMost(60, SECONDS).until(() -> !heard.isEmpty());
            assertEquals(CLIENT_GOING_AWAY, heard.element());
        }
    }

    @Test
    void whatIsNoWebSocketIsLeftToFinish() throws Exception {
        try (RawBackend backend = new RawBackend(talk -> {
                    talk.head();
                    talk.say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: mine\r\nConnection: upgrade\r\n\r\n");
                    talk.say(talk.read(4));
                });
                ProxyRun run = new ProxyRun(home, "'drain_spread':0", backend.as("a"));
                Client client = run.client()) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: mine\r\n\r\n");
            assertEquals(101, client.answer(true).status());
            run.manager.behind(backend.leaving("a"));
            Thread.sleep(200); // that nothing comes, which nobody tells
            client.send("mine");
            assertEquals("mine", client.rest());
            client.hangUp();
            await().atMost(60, SECONDS).until(() -> run.said().contains(new Message.BackendIdle("a")));
        }
    }

    @Test
    void anUpgradeThatIsNotTakenIsAnAnswer() throws Exception {
        try (RawBackend backend = RawBackend.saying("no");
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = run.client()) {
            client.send(UPGRADE);
            assertEquals("no", client.answer(false).text());
            assertEquals(
                    "no",
                    client.get("/", "Connection: upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: x")
                            .text());
            String second = List.copyOf(backend.heads).get(1);
            assertTrue(!second.contains("h2c") && !second.contains("HTTP2-Settings"), second);
        }
    }

    @Test
    void aTunnelThatStandsStillEnds() throws Exception {
        try (RawBackend backend = webSocket("");
                ProxyRun run = new ProxyRun(home, "'tunnel_timeout':500", backend.as("a"));
                Client client = open(run)) {
            assertTrue(client.ended());
        }
    }

    // ---- TCP mode

    @Test
    void bytesGoBothWaysAndEachSideEndsByItself() throws Exception {
        try (RawBackend backend = new RawBackend(talk -> {
                    String all = new String(talk.socket.getInputStream().readAllBytes(), ISO_8859_1);
                    talk.say("got " + all.length());
                });
                ProxyRun run = new ProxyRun(home, "'mode':'tcp'", backend.as("a"));
                Client client = run.client()) {
            client.send("x".repeat(1_000_000));
            client.socket.shutdownOutput();
            assertEquals("got 1000000", client.rest());
            client.hangUp();
            run.manager.behind(backend.leaving("a"));
            await().atMost(60, SECONDS).until(() -> run.said().contains(new Message.BackendIdle("a")));
        }
    }

    @Test
    void theBackendMaySpeakFirstAndEndFirst() throws Exception {
        try (RawBackend backend = new RawBackend(talk -> {
                    talk.say("220 hello\r\n");
                    talk.socket.shutdownOutput();
                    heard.add(new String(talk.socket.getInputStream().readAllBytes(), ISO_8859_1));
                });
                ProxyRun run = new ProxyRun(home, "'mode':'tcp'", backend.as("a"));
                Client client = run.client()) {
            assertEquals("220 hello\r\n", client.rest());
            client.send("late words");
            client.hangUp();
            await().atMost(60, SECONDS).until(() -> heard.contains("late words"));
        }
    }

    @Test
    void aConnectionWaitsForABackend() throws Exception {
        try (RawBackend backend = new RawBackend(talk -> talk.say("hello"));
                ProxyRun run = new ProxyRun(home, "'mode':'tcp','queue_timeout':60000");
                Client client = run.client()) {
            await().atMost(60, SECONDS).until(() -> run.manager.handedOff() == 1);
            run.manager.behind(backend.as("a"));
            assertEquals("hello", client.rest());
        }
    }

    @Test
    void aConnectionForWhichNobodyComesEnds() throws Exception {
        try (ProxyRun run = new ProxyRun(home, "'mode':'tcp','queue_timeout':500");
                Client client = run.client()) {
            assertTrue(client.ended());
        }
    }

    // ---- PROXY protocol

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aBackendIsToldWhoIsThere(String version) throws Exception {
        for (String mode : List.of("http", "tcp")) {
            int size = version.equals("v1") ? "PROXY TCP4 127.0.0.1 127.0.0.1 40000 40000\r\n".length() : 28;
            Queue<String> told = new ConcurrentLinkedQueue<>();
            try (RawBackend backend = new RawBackend(talk -> {
                        told.add(talk.read(size));
                        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                        talk.head();
                    });
                    ProxyRun run = new ProxyRun(
                            home, "'mode':'" + mode + "','send_proxy_protocol':'" + version + "'", backend.as("a"));
                    Client client = run.client()) {
                assertEquals("ok", client.get("/").text());
                int from = client.socket.getLocalPort();
                int to = run.manager.port();
                String expected = version.equals("v1")
                        ? "PROXY TCP4 127.0.0.1 127.0.0.1 " + from + " " + to + "\r\n"
                        : "\r\n\r\n\0\r\nQUIT\n!\u0011\0\u000c\u007f\0\0\u0001\u007f\0\0\u0001" + (char) (from >> 8)
                                + (char) (from & 0xff) + (char) (to >> 8) + (char) (to & 0xff);
                assertEquals(expected.substring(0, size), told.element());
            }
        }
    }

    @Test
    void aTrustedPeersHeaderIsTaken() throws Exception {
        String options = "'accept_proxy_protocol':true,'trust':['127.0.0.1']";
        try (RawBackend backend = RawBackend.saying("hello");
                ProxyRun run = new ProxyRun(home, options, backend.as("a"))) {
            // The peer passes bytes on: what the client says of itself is as true as a stranger's word.
            String request = "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.1.1.1\r\n\r\n";
            for (String header : List.of(
                    "PROXY TCP4 10.1.2.3 10.1.2.4 1000 443\r\n",
                    "\r\n\r\n\0\r\nQUIT\n!\u0011\0\u000f\n\u0001\u0002\u0003\n\u0001\u0002\u0004\u0003\u00e8\u0001\u00bb\u0004\0\0")) {
                try (Client client = run.client()) {
                    int half = header.length() / 2;
                    client.send(header.substring(0, half));
                    client.send(header.substring(half) + request);
                    assertEquals("hello", client.answer(false).text());
                    client.send(request);
                    assertEquals("hello", client.answer(false).text());
                }
            }
            assertEquals(4, backend.heads.size());
            for (String head : backend.heads) {
                assertTrue(head.contains("\r\nX-Forwarded-For: 10.1.2.3\r\n"), head);
                assertTrue(head.contains("\r\nX-Forwarded-Port: 443\r\n"), head);
            }
            try (Client without = run.client()) {
                without.send(request);
                assertTrue(without.ended());
            }
        }
    }

    @Test
    void nobodyElseMaySendOne() throws Exception {
        String options = "'accept_proxy_protocol':true,'trust':['10.0.0.0/8']";
        try (RawBackend backend = RawBackend.saying("hello");
                ProxyRun run = new ProxyRun(home, options, backend.as("a"));
                Client client = run.client()) {
            client.send("PROXY TCP4 10.1.2.3 10.1.2.4 1000 443\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals(400, client.answer(false).status());
            assertTrue(client.ended());
        }
    }
}
