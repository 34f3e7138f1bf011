package lbm.worker.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a proxy passes on of messages, as bytes on the wire. */
class ProxyMessagesIT {

    @TempDir
    Path home;

    /** Answers with what a script says to each request; a content is announced by its length. */
    private static RawBackend answering(String answer) throws Exception {
        return new RawBackend(talk -> {
            while (!talk.head().isEmpty()) {
                talk.say(answer);
            }
        });
    }

    /** Sends back the content of each request. */
    private static RawBackend echo() throws Exception {
        return new RawBackend(talk -> {
            for (String head = talk.head(); !head.isEmpty(); head = talk.head()) {
                String lower = head.toLowerCase(java.util.Locale.ROOT);
                int at = lower.indexOf("content-length: ");
                String body;
                if (at >= 0) {
                    body = talk.read(Integer.parseInt(lower.substring(at + 16, lower.indexOf('\r', at))));
                } else {
                    StringBuilder raw = new StringBuilder();
                    while (!raw.toString().endsWith("0\r\n\r\n")) {
                        raw.append(talk.read(1));
                    }
                    body = raw.toString();
                }
                talk.say("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        });
    }

    @Test
    void contentsGoBothWaysByLengthAndInChunks() throws Exception {
        try (RawBackend backend = echo();
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = run.client()) {
            String large = "0123456789".repeat(30_000);
            long began = System.nanoTime();
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + large.length() + "\r\n\r\n" + large);
            assertEquals(large, client.answer(false).text());
            client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n\r\n");
            assertEquals("5;a=b\r\nhello\r\n0\r\n\r\n", client.answer(false).text());
            assertKept(backend, isLate(began) ? 1 : 0);
        }
    }

    /**
     * Whether the last connection may have been too old for a request with content: such a request gets one that was
     * used within a second, or a new one.
     *
     * @param began when the request before was sent
     */
    private static boolean isLate(long began) {
        return System.nanoTime() - began >= SECONDS.toNanos(1);
    }

    /** One connection for all requests, but for those that were late. */
    private static void assertKept(RawBackend backend, int late) {
        assertTrue(backend.connections.get() <= 1 + late, backend.connections + " connections, late: " + late);
    }

    @Test
    void anAnswerWithoutLengthComesInChunksAndTheConnectionGoesOn() throws Exception {
        try (RawBackend backend = new RawBackend(talk -> {
                    talk.head();
                    talk.say("HTTP/1.1 200 OK\r\n\r\nhello, ");
                    talk.say("world");
                });
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = run.client()) {
            for (int i = 0; i < 3; i++) {
                assertEquals("hello, world", client.get("/").text());
            }
            assertEquals(3, backend.connections.get());
        }
    }

    @Test
    void chunksArePassedOnAndTakenOutForOldClients() throws Exception {
        String answer =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7\r\n, world\r\n0\r\nX: y\r\n\r\n";
        try (RawBackend backend = answering(answer);
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = run.client();
                Client old = run.client()) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals(answer, client.read(answer.length()));
            old.send("GET / HTTP/1.0\r\n\r\n");
            String rest = old.rest();
            assertEquals("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello, world", rest);
        }
    }

    @Test
    void anOldClientMayKeepItsConnection() throws Exception {
        try (RawBackend backend = RawBackend.saying("hello");
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = run.client()) {
            for (int i = 0; i < 2; i++) {
                client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
                assertEquals("keep-alive", client.answer(false).headers().get("connection"));
            }
            assertTrue(backend.heads.element().contains("\r\nHost: localhost\r\n"), "HTTP/1.1 needs a host");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HEAD|200 OK|Content-Length: 5|Content-Length: 5",
                "HEAD|200 OK|Transfer-Encoding: chunked|X-End: 1",
                "GET|204 No Content|Content-Length: 5|X-End: 1",
                "GET|304 Not Modified|Content-Length: 5|Content-Length: 5",
                "GET|304 Not Modified|Keep-Alive: timeout=5|X-End: 1",
            })
    void someAnswersHaveNoContentWhateverTheySay(String method, String status, String field, String kept)
            throws Exception {
        try (RawBackend backend = answering("HTTP/1.1 " + status + "\r\n" + field + "\r\nX-End: 1\r\n\r\n");
                ProxyRun run = new ProxyRun(home, "'pool_idle_timeout':60000", backend.as("a"));
                Client client = run.client()) {
            String fields = kept.startsWith("X-End") ? "X-End: 1\r\n" : kept + "\r\nX-End: 1\r\n";
            String expected = "HTTP/1.1 " + status + "\r\n" + fields + "\r\n";
            for (int i = 0; i < 2; i++) {
                client.send(method + " / HTTP/1.1\r\nHost: x\r\n\r\n");
                assertEquals(expected, client.read(expected.length()));
            }
            assertEquals(1, backend.connections.get());
        }
    }

    @Test
    void aClientThatWaitsForAWordGetsTheBackends() throws Exception {
        try (RawBackend backend = new RawBackend(talk -> {
                    talk.head();
                    talk.say("HTTP/1.1 100 Continue\r\n\r\n");
                    talk.say("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
                    String body = talk.read(5);
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + body);
                    talk.head();
                });
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = run.client()) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", client.read(25));
            client.send("hello");
            assertEquals(103, client.answer(true).status());
            assertEquals("hello", client.answer(false).text());
        }
    }

    @Test
    void aClientThatIsRefusedBeforeItsContentIsToldToClose() throws Exception {
        try (RawBackend backend = answering("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = run.client()) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            Client.Answer answer = client.answer(false);
            assertEquals(401, answer.status());
            assertEquals("close", answer.headers().get("connection"));
            assertTrue(client.ended());
        }
    }

    @Test
    void requestsInARowAreAnsweredInOrder() throws Exception {
        try (RawBackend backend = RawBackend.saying("hello");
                ProxyRun run = new ProxyRun(home, "'pool_idle_timeout':60000", backend.as("a"));
                Client client = run.client()) {
            client.send(
                    "\r\nGET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\nHEAD /3 HTTP/1.1\r\nHost: x\r\n\r\n"
                            + "GET /4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertEquals("hello", client.answer(false).text());
            assertEquals("hello", client.answer(false).text());
            assertEquals("", client.answer(true).text());
            assertEquals("close", client.answer(false).headers().get("connection"));
            assertTrue(client.ended());
            assertEquals(1, backend.connections.get());
        }
    }

    @Test
    void aTargetInAbsoluteFormNamesTheHost() throws Exception {
        try (RawBackend backend = RawBackend.saying("hello");
                ProxyRun run = new ProxyRun(home, "'via':true,'forwarded':'both'", backend.as("a"));
                Client client = run.client()) {
            client.send("GET http://example.com:81?a HTTP/1.1\r\nHost: other\r\nForwarded: for=1.2.3.4\r\n"
                    + "X-Forwarded-For: 1.2.3.4\r\n\r\n");
            assertEquals("1.1 lbm", client.answer(false).headers().get("via"));
            String head = backend.heads.element();
            assertTrue(head.startsWith("GET /?a HTTP/1.1\r\nHost: example.com:81\r\n"), head);
            assertFalse(head.contains("other"), head);
            assertFalse(head.contains("1.2.3.4"), "a client that is not trusted says nothing about itself");
            assertTrue(head.contains("\r\nForwarded: for=127.0.0.1;host=\"example.com:81\";proto=http\r\n"), head);
            assertTrue(head.contains("\r\nX-Forwarded-Port: " + run.manager.port() + "\r\n"), head);
            assertTrue(head.contains("\r\nVia: 1.1 lbm\r\n"), head);
        }
    }

    @Test
    void aTrustedPeerSaysWhoAsks() throws Exception {
        try (RawBackend backend = RawBackend.saying("hello");
                ProxyRun run = new ProxyRun(home, "'trust':['127.0.0.1'],'forwarded':'both'", backend.as("a"));
                Client client = run.client()) {
            client.get(
                    "/", "X-Forwarded-For: 1.2.3.4", "X-Forwarded-Proto: https", "Forwarded: for=1.2.3.4;proto=https");
            String head = backend.heads.element();
            assertTrue(head.contains("\r\nX-Forwarded-For: 1.2.3.4, 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"), head);
            assertTrue(head.contains("\r\nForwarded: for=1.2.3.4;proto=https, for=127.0.0.1;"), head);
        }
    }

    @Test
    void eventsArriveAsTheyAreSent() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        try (RawBackend backend = new RawBackend(talk -> {
                    talk.head();
                    talk.say(
                            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
                    talk.say("9\r\ndata: 1\n\n\r\n");
                    try {
                        heard.await(60, SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    talk.say("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
                });
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = run.client()) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            client.answer(true);
            assertEquals("9\r\ndata: 1\n\n\r\n", client.read(14));
            heard.countDown();
            assertEquals("9\r\ndata: 2\n\n\r\n0\r\n\r\n", client.read(19));
        }
    }

    @Test
    void aSlowReaderHoldsTheBackendBack() throws Exception {
        int size = 64 * 1024 * 1024;
        CountDownLatch sent = new CountDownLatch(1);
        try (RawBackend backend = new RawBackend(talk -> {
                    talk.head();
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                    byte[] piece = new byte[1024 * 1024];
                    for (int i = 0; i < 64; i++) {
                        talk.socket.getOutputStream().write(piece);
                    }
                    sent.countDown();
                });
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = run.client()) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            client.answer(true);
            assertFalse(sent.await(1, SECONDS), "64 MB are nowhere between a backend and a client that does not read");
            assertEquals(size, client.read(size).length());
            assertTrue(sent.await(60, SECONDS));
        }
    }

    @Test
    void aLargeUploadGoesThroughASmallWorker() throws Exception {
        int size = 200 * 1024 * 1024;
        try (RawBackend backend = new RawBackend(talk -> {
                    talk.head();
                    byte[] piece = new byte[1024 * 1024];
                    long got = 0;
                    while (got < size) {
                        int n = talk.socket.getInputStream().read(piece);
                        got += n;
                    }
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: "
                            + Long.toString(got).length() + "\r\n\r\n" + got);
                });
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = run.client()) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + size + "\r\n\r\n");
            byte[] piece = new byte[1024 * 1024];
            for (int i = 0; i < 200; i++) {
                client.socket.getOutputStream().write(piece);
            }
            assertEquals(Integer.toString(size), client.answer(false).text());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1~Host: x~Content-Length: 1~Content-Length: 1~~|400",
                "GET / HTTP/1.1~Host: x~Content-Length: +1~~|400",
                "GET / HTTP/1.1~Host: x~Content-Length: 1, 1~~|400",
                "POST / HTTP/1.1~Host: x~Content-Length: 3~Transfer-Encoding: chunked~~|400",
                "POST / HTTP/1.1~Host: x~Transfer-Encoding: chunked, identity~~|501",
                "POST / HTTP/1.1~Host: x~Transfer-Encoding: xchunked~~|501",
                "POST / HTTP/1.1~Host: x~Transfer-Encoding: chunked~Transfer-Encoding: chunked~~|501",
                "POST / HTTP/1.0~Host: x~Transfer-Encoding: chunked~~|400",
                "POST / HTTP/1.1~Host: x~Transfer-Encoding : chunked~~|400",
                "GET / HTTP/1.1~Host: x~ folded~~|400",
                "GET / HTTP/1.1~Host: x~X: a~ b~~|400",
                "GET / HTTP/1.1~Host: x~X: a\\0b~~|400",
                "GET / HTTP/1.1~~|400",
                "GET / HTTP/1.1~Host: x~Host: x~~|400",
                "GET / HTTP/1.1~Host: x y~~|400",
                "GET  / HTTP/1.1~Host: x~~|400",
                "GET / HTTP/1.1 ~Host: x~~|400",
                "GET /#a HTTP/1.1~Host: x~~|400",
                "GET / HTTP/2.0~Host: x~~|505",
                "GET /~~|400",
                "CONNECT x:80 HTTP/1.1~Host: x~~|405",
                "GET ftp://x/ HTTP/1.1~Host: x~~|400",
                "GET / HTTP/1.1~Host: x~Expect: more~~|417",
                "GET / HTTP/1.1~: x~Host: x~~|400",
                "G(T / HTTP/1.1~Host: x~~|400",
                "GET / HTTP/1.1\\nHost: x\\n\\n|400",
            })
    void whatCanBeReadInTwoWaysIsRefused(String raw, int status) throws Exception {
        try (RawBackend backend = RawBackend.saying("hello");
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = run.client()) {
            client.send(raw.replace("~", "\r\n").replace("\\n", "\n").replace("\\0", "\0"));
            Client.Answer answer = client.answer(false);
            assertEquals(status, answer.status());
            assertEquals("close", answer.headers().get("connection"));
            assertTrue(client.ended());
            assertEquals(0, backend.heads.size());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5\\nhello~0~~",
                "5 ~hello~0~~",
                "x~",
                "-1~",
                "5~hellox",
                "0~Content-Length: 5~~",
                "0~ a: b~~",
                "fffffffffffffffff~",
            })
    void chunksThatAreNoneEndTheRequest(String chunks) throws Exception {
        try (RawBackend backend = new RawBackend(talk -> {
                    talk.head();
                    talk.read(1000);
                });
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = run.client()) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + chunks.replace("~", "\r\n").replace("\\n", "\n"));
            assertEquals(400, client.answer(false).status());
            assertTrue(client.ended());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK~Content-Length: 1~Transfer-Encoding: chunked~~",
                "HTTP/1.1 200 OK~Content-Length: 1~Content-Length: 2~~ab",
                "HTTP/1.1 200 OK~Transfer-Encoding: gzip, chunked~~",
                "HTTP/1.1 200 OK~X: a~ b~~",
                "HTTP/2 200 OK~~",
                "HTTP/1.1 20 OK~~",
                "hello~~",
                "HTTP/1.1 200 OK\\nContent-Length: 0\\n\\n",
                "HTTP/1.1 101 Switching Protocols~Upgrade: x~~",
            })
    void anAnswerThatCannotBeReadIsABadGateway(String answer) throws Exception {
        try (RawBackend backend = answering(answer.replace("~", "\r\n").replace("\\n", "\n"));
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = run.client()) {
            assertEquals(502, client.get("/").status());
            assertEquals(502, client.get("/").status(), "the client's connection goes on");
        }
    }

    @Test
    void anAnswerThatBreaksOffEndsTheConnection() throws Exception {
        try (RawBackend backend = new RawBackend(talk -> {
                    talk.head();
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
                });
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = run.client()) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", client.rest());
        }
    }

    @Test
    void everySplitOfAMessageIsTheSameMessage() throws Exception {
        String request = "POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
        try (RawBackend backend = new RawBackend(talk -> {
                    int split = 0;
                    while (!talk.head().isEmpty()) {
                        talk.read(13);
                        int at = split++ % answer.length();
                        talk.say(answer.substring(0, at));
                        pause();
                        talk.say(answer.substring(at));
                    }
                });
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = run.client()) {
            int late = 0;
            long before = System.nanoTime();
            for (int i = 1; i < Math.max(request.length(), answer.length()); i++) {
                long began = System.nanoTime();
                int at = i % request.length();
                client.send(request.substring(0, at));
                pause();
                client.send(request.substring(at));
                assertEquals(answer, client.read(answer.length()), "split at " + i);
                late += isLate(before) ? 1 : 0;
                before = began;
            }
            assertKept(backend, late);
        }
    }

    /** So that two writes are most often two reads; nothing depends on it. */
    private static void pause() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
