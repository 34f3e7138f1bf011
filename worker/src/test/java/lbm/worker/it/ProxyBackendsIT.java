package lbm.worker.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import lbm.worker.link.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a proxy asks, and what it does when that one does not answer. */
class ProxyBackendsIT {

    @TempDir
    Path home;

    private final List<Socket> bound = new ArrayList<>();

    /** An address where nobody listens, nor will: the port is taken until the test ends. */
    private Message.Backend nobody(String key) throws Exception {
        Socket silent = new Socket();
        bound.add(silent);
        silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return new Message.Backend(key, "127.0.0.1", silent.getLocalPort(), true);
    }

    @AfterEach
    void letGo() throws Exception {
        for (Socket each : bound) {
            each.close();
        }
    }

    /** Takes a request and closes without a word. */
    private static RawBackend mute() throws Exception {
        return new RawBackend(talk -> talk.head());
    }

    @Test
    void requestsAreSpread() throws Exception {
        for (String balance : List.of("round_robin", "least_connections")) {
            try (RawBackend a = RawBackend.saying("a");
                    RawBackend b = RawBackend.saying("b");
                    ProxyRun run = new ProxyRun(home, "'balance':'" + balance + "'", a.as("a"), b.as("b"));
                    Client client = run.client()) {
                for (int i = 0; i < 10; i++) {
                    client.get("/");
                }
                assertEquals(List.of(5, 5), List.of(a.heads.size(), b.heads.size()));
            }
        }
    }

    @Test
    void aListThatIsLongerThanALineIsTold() throws Exception {
        try (RawBackend live = RawBackend.saying("live");
                ProxyRun run = new ProxyRun(
                        home,
                        "",
                        IntStream.rangeClosed(0, 5000)
                                .mapToObj(i -> i < 5000
                                        ? new Message.Backend("gone:" + i, "127.0.0.1", 9, false)
                                        : live.as("live"))
                                .toArray(Message.Backend[]::new));
                Client client = run.client()) {
            assertEquals("live", client.get("/").text());
        }
    }

    @Test
    void theOneWithFewerRequestsIsAsked() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RawBackend slow = new RawBackend(talk -> {
                    talk.head();
                    try {
                        go.await(60, SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow");
                });
                RawBackend fast = RawBackend.saying("fast");
                ProxyRun run = new ProxyRun(home, "", slow.as("slow"), fast.as("fast"));
                Client first = run.client();
                Client second = run.client();
                Client third = run.client()) {
            first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            second.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            // One waits, and the other has its answer: until then both have as many.
            await().atMost(60, SECONDS).until(() -> slow.heads.size() == 1 && (hasAnswer(first) || hasAnswer(second)));
            for (int i = 0; i < 6; i++) {
                assertEquals("fast", third.get("/").text());
            }
            go.countDown();
            Set<String> both =
                    Set.of(first.answer(false).text(), second.answer(false).text());
            assertEquals(Set.of("slow", "fast"), both);
        }
    }

    private static boolean hasAnswer(Client client) throws IOException {
        return client.socket.getInputStream().available() > 0;
    }

    @Test
    void whoRefusesIsPassedOverWithTheWholeRequest() throws Exception {
        try (RawBackend live = new RawBackend(talk -> {
                    talk.head();
                    String body = talk.read(2);
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + body);
                });
                ProxyRun run = new ProxyRun(home, "'eject_after':0", nobody("dead"), live.as("live"));
                Client client = run.client()) {
            for (int i = 0; i < 6; i++) {
                client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
                assertEquals("hi", client.answer(false).text());
            }
        }
    }

    @Test
    void whenEverybodyRefusesItIsABadGateway() throws Exception {
        try (ProxyRun run = new ProxyRun(home, "'connect_timeout':500", nobody("a"), nobody("b"));
                Client client = run.client()) {
            assertEquals(502, client.get("/").status());
            assertEquals(502, client.get("/").status());
        }
    }

    @Test
    void aRequestThatMayBeRepeatedIsAskedOnceMoreOfAnother() throws Exception {
        try (RawBackend mute = mute();
                RawBackend live = RawBackend.saying("live");
                ProxyRun run = new ProxyRun(home, "'eject_after':0", mute.as("mute"), live.as("live"));
                Client client = run.client()) {
            for (int i = 0; i < 6; i++) {
                assertEquals("live", client.get("/").text());
            }
            assertTrue(mute.heads.size() >= 2, "it was asked too");
            int before = mute.heads.size() + live.heads.size();
            Set<Integer> statuses = new HashSet<>();
            for (int i = 0; i < 6; i++) {
                statuses.add(client.request("POST", "/", "Content-Length: 0").status());
            }
            assertEquals(Set.of(200, 502), statuses, "what may not be repeated is not");
            assertEquals(before + 6, mute.heads.size() + live.heads.size());
        }
    }

    @Test
    void aKeptConnectionThatWasClosedMeanwhileIsNoError() throws Exception {
        try (RawBackend backend = new RawBackend(talk -> {
                    talk.head();
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    if (talk.number % 2 == 0) {
                        talk.head(); // and closes on the second request
                    }
                });
                ProxyRun run = new ProxyRun(home, "'retry':false,'eject_after':1", backend.as("a"), nobody("b"));
                Client client = run.client()) {
            for (int i = 0; i < 10; i++) {
                assertEquals(200, client.get("/").status(), "request " + i);
            }
        }
    }

    @Test
    void whoFailsTooOftenIsLeftAloneForAWhileButNeverMoreThanHalf() throws Exception {
        Message.Backend dead = nobody("dead");
        try (RawBackend live = RawBackend.saying("live");
                ProxyRun run = new ProxyRun(
                        home, "'eject_after':2,'eject_time':300,'balance':'round_robin'", live.as("live"), dead);
                Client client = run.client()) {
            for (int i = 0; i < 8; i++) {
                assertEquals("live", client.get("/").text());
            }
            await().atMost(60, SECONDS)
                    .until(() -> run.said().stream()
                            .anyMatch(it -> it instanceof Message.BackendState said
                                    && said.key().equals("dead")
                                    && said.ejected()
                                    && said.why().contains("refused")));
            await().atMost(60, SECONDS).until(() -> run.said().contains(new Message.BackendState("dead", false, "")));
            live.end();
            await().atMost(60, SECONDS).until(() -> client.get("/").status() == 502);
            for (int i = 0; i < 5; i++) {
                assertEquals(502, client.get("/").status(), "both fail: the cause is presumed shared");
            }
        }
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsAGatewayTimeout() throws Exception {
        try (RawBackend backend = new RawBackend(talk -> {
                    talk.head();
                    talk.read(1000);
                });
                ProxyRun run = new ProxyRun(home, "'read_timeout':300", backend.as("a"));
                Client client = run.client()) {
            assertEquals(504, client.get("/").status());
            assertEquals(504, client.get("/").status());
        }
    }

    @Test
    void aBackendThatStopsToTakeTheContentIsAGatewayTimeout() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawBackend backend = new RawBackend(talk -> {
                    talk.head();
                    try {
                        over.await(60, SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                ProxyRun run = new ProxyRun(home, "'read_timeout':300", backend.as("a"));
                Client client = run.client()) {
            int size = 64 << 20;
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + size + "\r\n\r\n");
            Thread sender = new Thread(() -> {
                String piece = "x".repeat(1 << 16);
                try {
                    for (int i = 0; i < size / piece.length(); i++) {
                        client.send(piece);
                    }
                } catch (Exception e) {
                    // answered before the end
                }
            });
            sender.setDaemon(true);
            sender.start();
            assertEquals(504, client.answer(false).status());
            over.countDown();
        }
    }

    @Test
    void aConnectionThatDoesNotComeInTimeIsAGatewayTimeout() throws Exception {
        // A listener whose queue is full does not answer.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> waiting = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                waiting.add(new Socket(InetAddress.getLoopbackAddress(), full.getLocalPort()));
            }
            Message.Backend backend = new Message.Backend("a", "127.0.0.1", full.getLocalPort(), true);
            try (ProxyRun run = new ProxyRun(home, "'connect_timeout':300", backend);
                    Client client = run.client()) {
                assertEquals(504, client.get("/").status());
            } finally {
                for (Socket socket : waiting) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void requestsWaitForABackend() throws Exception {
        try (RawBackend backend = RawBackend.saying("hello");
                ProxyRun run = new ProxyRun(home, "'queue_timeout':60000");
                Client client = run.client()) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
            client.awaitRead();
            run.manager.behind(backend.as("a"));
            assertEquals("hello", client.answer(false).text());
        }
    }

    @Test
    void requestsForWhichNobodyComesAreToldWhenToComeAgain() throws Exception {
        try (RawBackend backend = RawBackend.saying("hello");
                ProxyRun run = new ProxyRun(home, "'queue_timeout':500", backend.as("a"));
                Client client = run.client()) {
            assertEquals("hello", client.get("/").text());
            run.manager.behind(backend.leaving("a"));
            await().atMost(60, SECONDS).until(() -> run.said().contains(new Message.BackendIdle("a")));
            Client.Answer none = client.get("/");
            assertEquals(503, none.status());
            assertEquals("5", none.headers().get("retry-after"));
        }
    }

    @Test
    void aLeavingBackendFinishesAndSaysSoOnce() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RawBackend old = new RawBackend(talk -> {
                    talk.head();
                    try {
                        go.await(60, SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold");
                });
                RawBackend next = RawBackend.saying("next");
                ProxyRun run = new ProxyRun(home, "", old.as("old"));
                Client client = run.client();
                Client other = run.client()) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            await().atMost(60, SECONDS).until(() -> old.heads.size() == 1);
            run.manager.behind(old.leaving("old"), next.as("next"));
            for (int i = 0; i < 3; i++) {
                assertEquals("next", other.get("/").text());
            }
            assertTrue(run.said().stream().noneMatch(Message.BackendIdle.class::isInstance));
            go.countDown();
            assertEquals("old", client.answer(false).text());
            await().atMost(60, SECONDS).until(() -> run.said().contains(new Message.BackendIdle("old")));
            run.manager.behind(old.leaving("old"), next.as("next"));
            assertEquals("next", client.get("/").text());
            assertEquals(
                    1,
                    run.said().stream()
                            .filter(Message.BackendIdle.class::isInstance)
                            .count());
        }
    }

    @Test
    void aBackendThatVanishesIsCut() throws Exception {
        try (RawBackend backend = new RawBackend(talk -> {
                    talk.head();
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
                    talk.read(1000);
                });
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client client = run.client()) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            client.answer(true);
            assertEquals("hello", client.read(5));
            run.manager.behind();
            assertTrue(client.ended());
        }
    }

    @Test
    void aBackendReplacedTenTimesUnderLoadLosesNothing() throws Exception {
        RawBackend current = RawBackend.saying("0");
        try (ProxyRun run = new ProxyRun(home, "", current.as("0"))) {
            try (Load load = new Load(run.manager.port(), 3, 2)) {
                for (int i = 1; i <= 10; i++) {
                    String key = Integer.toString(i);
                    RawBackend next = RawBackend.saying(key);
                    RawBackend old = current;
                    String oldKey = Integer.toString(i - 1);
                    run.manager.behind(old.leaving(oldKey), next.as(key));
                    await().atMost(60, SECONDS).until(() -> run.said().contains(new Message.BackendIdle(oldKey)));
                    old.end();
                    run.manager.behind(next.as(key));
                    await().atMost(60, SECONDS).until(() -> next.heads.size() > 20);
                    current = next;
                }
                load.end();
                assertEquals(List.of(), List.copyOf(load.failures));
                assertTrue(load.kept.get() > 100 && load.fresh.get() > 100, load.kept + " and " + load.fresh);
            }
        } finally {
            current.close();
        }
    }

    @Test
    void aClientComesBackByItsCookie() throws Exception {
        try (RawBackend a = RawBackend.saying("a");
                RawBackend b = RawBackend.saying("b");
                ProxyRun run = new ProxyRun(home, "'sticky':'cookie'", a.as("a"), b.as("b"));
                Client client = run.client()) {
            Client.Answer first = client.get("/");
            String set = first.headers().get("set-cookie");
            assertTrue(set.matches("lbm=[0-9a-f]{16}; Path=/; HttpOnly; SameSite=Lax"), set);
            String cookie = set.substring(0, set.indexOf(';'));
            for (int i = 0; i < 6; i++) {
                Client.Answer again = client.get("/", "Cookie: x=y; " + cookie);
                assertEquals(first.text(), again.text());
                assertEquals(null, again.headers().get("set-cookie"));
            }
            boolean was = first.text().equals("a");
            run.manager.behind(was ? a.leaving("a") : a.as("a"), was ? b.as("b") : b.leaving("b"));
            await().atMost(60, SECONDS)
                    .until(() -> run.said().stream().anyMatch(Message.BackendIdle.class::isInstance));
            Client.Answer moved = client.get("/", "Cookie: " + cookie);
            assertNotEquals(first.text(), moved.text());
            assertTrue(moved.headers().get("set-cookie").startsWith("lbm="));
        }
    }

    @Test
    void aClientComesBackByItsAddress() throws Exception {
        try (RawBackend a = RawBackend.saying("a");
                RawBackend b = RawBackend.saying("b");
                ProxyRun run = new ProxyRun(home, "'sticky':'address','trust':['127.0.0.1']", a.as("a"), b.as("b"));
                Client client = run.client()) {
            Set<String> seen = new HashSet<>();
            for (int i = 1; i <= 20; i++) {
                String field = "X-Forwarded-For: 10.0.0." + i;
                Set<String> same = new HashSet<>();
                for (int n = 0; n < 3; n++) {
                    same.add(client.get("/", field).text());
                }
                assertEquals(1, same.size());
                seen.addAll(same);
            }
            assertEquals(Set.of("a", "b"), seen);
        }
    }

    @Test
    void aManagerThatDiesLeavesTheProxyWithItsBackends() throws Exception {
        try (RawBackend backend = RawBackend.saying("hello");
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Client before = run.client()) {
            assertEquals("hello", before.get("/").text());
            int port = run.manager.port();
            run.loseManager();
            await().atMost(60, SECONDS).until(() -> run.worker.log().contains("accepting by myself"));
            assertEquals("hello", before.get("/").text());
            try (Client after = new Client(port)) {
                assertEquals("hello", after.get("/").text());
            }
            try (FakeManager next = new FakeManager(home, -1)) {
                next.behind(backend.leaving("a")); // the proxy may be there already
                await().atMost(60, SECONDS).until(() -> next.ready() == 1);
                await().atMost(60, SECONDS)
                        .until(() -> next.said(run.worker.pid()).contains(new Message.BackendIdle("a")));
            }
        }
    }

    @Test
    void idleConnectionsMoveToTheNextProxyAndBusyOnesFinish() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RawBackend backend = new RawBackend(talk -> {
                    for (String head = talk.head(); !head.isEmpty(); head = talk.head()) {
                        if (head.startsWith("GET /slow")) {
                            try {
                                go.await(60, SECONDS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        }
                        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                    }
                });
                ProxyRun run = new ProxyRun(home, "", backend.as("a"));
                Clients clients = new Clients();
                Client busy = run.client()) {
            for (int i = 0; i < 50; i++) {
                assertEquals("hello", clients.open(run.manager.port()).get("/").text());
            }
            busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
            await().atMost(60, SECONDS).until(() -> backend.heads.stream().anyMatch(it -> it.startsWith("GET /slow")));
            run.another("");
            run.manager.drain(run.worker.pid(), true, 120_000);
            await().atMost(60, SECONDS).until(() -> run.manager.migrated() == 50);
            assertTrue(run.worker.process.isAlive());
            go.countDown();
            assertEquals("hello", busy.answer(false).text());
            assertEquals(0, run.worker.exit(), run.worker.log());
            assertEquals("hello", busy.get("/").text());
            for (Client client : clients) {
                assertEquals("hello", client.get("/").text());
            }
        }
    }

    @Test
    void theAccessLogSaysWhatTheSitesSays() throws Exception {
        Path log = home.resolve("access.log");
        try (RawBackend backend = RawBackend.saying("hello");
                ProxyRun run =
                        new ProxyRun(home, "'access_log':{'format':'combined','file':'" + log + "'}", backend.as("a"));
                Client client = run.client()) {
            client.get("/a?b", "User-Agent: me", "Referer: http://you/");
            client.send("GET / HTTP/1.1\r\n\r\n");
            assertEquals(400, client.answer(false).status());
            await().atMost(60, SECONDS)
                    .until(() -> Files.exists(log) && !Files.readString(log).isEmpty());
            String line = Files.readAllLines(log).get(0);
            assertTrue(
                    line.matches("127\\.0\\.0\\.1 - - \\[.*] \"GET /a\\?b HTTP/1\\.1\" 200 5 \"http://you/\" \"me\" "
                            + "\\d+\\.\\d{6} - site:0 -"),
                    line);
            await().atMost(60, SECONDS)
                    .until(() -> run.said().stream()
                            .anyMatch(it -> it instanceof Message.Heartbeat beat && beat.requests() == 2));
        }
    }

    @Test
    void aClientThatGoesTakesItsRequestWithIt() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (RawBackend backend = new RawBackend(talk -> {
                    talk.head();
                    if (talk.read(1).isEmpty()) {
                        closed.countDown();
                    }
                });
                ProxyRun run = new ProxyRun(home, "", backend.as("a"))) {
            try (Client client = run.client()) {
                client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                await().atMost(60, SECONDS).until(() -> backend.heads.size() == 1);
                client.socket.setSoLinger(true, 0); // a reset: it does not wait for an answer
            }
            assertTrue(closed.await(60, SECONDS));
        }
    }

    @Test
    void limitsOfTheClientsSideHold() throws Exception {
        try (RawBackend backend = RawBackend.saying("hello");
                ProxyRun run = new ProxyRun(home, "'line_size':300,'header_size':400,'body_size':3", backend.as("a"))) {
            String fill = IntStream.range(0, 500).mapToObj(i -> "a").reduce("", String::concat);
            record Try(String request, int status) {}
            for (Try each : List.of(
                    new Try("GET /" + fill + " HTTP/1.1\r\nHost: x\r\n\r\n", 414),
                    new Try("GET / HTTP/1.1\r\nHost: x\r\nX: " + fill + "\r\n\r\n", 431),
                    new Try("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n", 413))) {
                try (Client client = run.client()) {
                    client.send(each.request());
                    assertEquals(each.status(), client.answer(false).status());
                    assertTrue(client.ended());
                }
            }
        }
    }

    @Test
    void whoDoesNotEndItsHeadIsTold() throws Exception {
        try (ProxyRun run = new ProxyRun(home, "'header_timeout':300");
                Client client = run.client()) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n");
            assertEquals(408, client.answer(false).status());
            assertTrue(client.ended());
        }
    }

    @Test
    void whoIsSilentForTooLongIsLetGo() throws Exception {
        try (ProxyRun run = new ProxyRun(home, "'idle_timeout':700");
                Client silent = run.client()) {
            assertTrue(silent.ended());
        }
    }
}
