package lbm.worker.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits as clients on real sockets meet them. */
class LimitsOverSocketsIT {

    private static final int LARGE = 3_000_000;

    @TempDir
    Path home;

    private Path root;

    @BeforeEach
    void site() throws IOException {
        root = Files.createDirectory(home.resolve("site"));
        Files.writeString(root.resolve("index.html"), "<title>hello</title>");
        Files.writeString(root.resolve("large.txt"), "0123456789".repeat(LARGE / 10));
    }

    private WorkerProcess worker(String limits) throws IOException {
        String serve = "{\"root\":\"" + root + "\",\"warmup\":0,\"limits\":{" + limits + "}}";
        return new WorkerProcess(home, 0, Map.of("LBM_SERVE", serve));
    }

    private static void ready(FakeManager manager) {
        await().atMost(60, SECONDS).until(() -> manager.ready() == 1);
    }

    private static String rest(Client client) throws IOException {
        InputStream in = client.socket.getInputStream();
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    @Test
    void whoTricklesIsSentAwayAndOthersAreServedMeanwhile() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess worker = worker("\"header_timeout\":1500,\"request_timeout\":1500")) {
            ready(manager);
            List<Client> slow = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Client client = new Client(manager.port());
                client.send(i % 2 == 0 ? "GET / HT" : "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n");
                slow.add(client);
            }
            await().atMost(60, SECONDS).pollInterval(Duration.ofMillis(100)).until(() -> {
                try (Client other = new Client(manager.port())) {
                    assertEquals(200, other.get("/").status());
                }
                for (Client client : slow) {
                    try {
                        client.send("x");
                    } catch (SocketException e) {
                        // sent away
                    }
                }
                return slow.stream().allMatch(LimitsOverSocketsIT::hasAnswer);
            });
            for (Client client : slow) {
                assertEquals(408, client.answer(false).status());
                client.close();
            }
            assertTrue(worker.process.isAlive());
        }
    }

    private static boolean hasAnswer(Client client) {
        try {
            return client.socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new AssertionError("cut off without a word", e);
        }
    }

    @Test
    void oneConnectionTooManyIsToldSoAndTheNextMayCome() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess worker = worker("\"connections_per_address\":2")) {
            ready(manager);
            try (Client first = new Client(manager.port());
                    Client second = new Client(manager.port())) {
                assertEquals(200, first.get("/").status());
                assertEquals(200, second.get("/").status());
                try (Client third = new Client(manager.port())) {
                    Client.Answer answer = third.answer(false);
                    assertEquals(503, answer.status());
                    assertEquals("", rest(third));
                }
            }
            await().atMost(60, SECONDS).until(() -> {
                try (Client again = new Client(manager.port())) {
                    return again.get("/").status() == 200;
                } catch (IOException e) {
                    return false; // told so and cut before it had asked
                }
            });
            assertTrue(worker.process.isAlive());
        }
    }

    @Test
    void whoAsksWithoutReadingGetsAllItsAnswersInOrderLater() throws Exception {
        int requests = 3000;
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess worker = worker("");
                Client client = new Client(manager.port())) {
            ready(manager);
            String small = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
            String part = "GET /large.txt HTTP/1.1\r\nHost: x\r\nRange: bytes=";
            StringBuilder all = new StringBuilder("GET /large.txt HTTP/1.1\r\nHost: x\r\n\r\n");
            for (int i = 0; i < requests; i++) {
                all.append(i % 3 == 0 ? small : part + i + "-" + i + "," + (i + 9000) + "-" + (i + 9001) + "\r\n\r\n");
            }
            Thread sender = new Thread(() -> {
                try {
                    client.send(all.toString());
                    client.socket.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            sender.start();
            assertEquals(LARGE, client.answer(false).text().length());
            for (int i = 0; i < requests; i++) {
                Client.Answer answer = client.answer(false);
                if (i % 3 == 0) {
                    assertEquals("<title>hello</title>", answer.text(), "answer " + i);
                } else {
                    assertEquals(206, answer.status());
                    assertTrue(answer.text().contains("bytes " + i + "-" + i + "/" + LARGE + "\r\n\r\n" + i % 10));
                }
            }
            assertEquals("", rest(client), "and then the end");
            sender.join();
            long files = worker.descriptors().stream()
                    .filter(it -> it.endsWith("large.txt"))
                    .count();
            assertEquals(0, files, "files stay open");
        }
    }

    @Test
    void whoLeavesInTheMiddleLeavesNoFileOpen() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess worker = worker("")) {
            ready(manager);
            for (int i = 0; i < 20; i++) {
                try (Client client = new Client(manager.port())) {
                    client.send("GET /large.txt HTTP/1.1\r\nHost: x\r\nRange: bytes=0-999999,1500000-2999999\r\n\r\n");
                    assertTrue(client.socket.getInputStream().read() > 0);
                }
            }
            await().atMost(60, SECONDS)
                    .until(() -> worker.descriptors().stream().noneMatch(it -> it.endsWith("large.txt")));
        }
    }
}
