package lbm.worker.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lbm.worker.link.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandOffIT {

    @TempDir
    Path home;

    private Path root;

    @BeforeEach
    void site() throws Exception {
        root = Files.createDirectory(home.resolve("site"));
        Files.writeString(root.resolve("index.html"), "<title>hello</title>");
    }

    private static void ready(FakeManager manager, int count) {
        await().atMost(60, SECONDS).until(() -> manager.ready() == count);
    }

    private static void assertServed(Client client) throws IOException {
        Client.Answer answer = client.get("/");
        assertEquals(200, answer.status());
        assertEquals("<title>hello</title>", answer.text());
    }

    @Test
    void aConnectionTheManagerAcceptedIsServed() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess worker = new WorkerProcess(home, root, 0, 0)) {
            ready(manager, 1);
            try (Client client = new Client(manager.port())) {
                for (int i = 0; i < 3; i++) {
                    assertServed(client);
                }
            }
            assertTrue(worker.log().contains("serving " + root + " as site:0, warm after"), worker.log());
        }
    }

    @Test
    void nothingIsReadBeforeItIsAcknowledged() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess worker = new WorkerProcess(home, root, 0, 0);
                WorkerProcess second = new WorkerProcess(home, root, 1, 0)) {
            ready(manager, 2);
            worker.stop();
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Client client = new Client(manager.port());
                client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                clients.add(client);
            }
            // Half of them wait in the lane of a stopped process; it dies, and the other one gets them.
            await().atMost(60, SECONDS).until(() -> manager.underWay(worker.pid()) == 2);
            worker.signal("KILL");
            for (Client client : clients) {
                assertEquals(200, client.answer(false).status());
                client.close();
            }
            assertTrue(second.process.isAlive());
        }
    }

    @Test
    void keepAliveConnectionsMoveToAnotherWorkerAndDescriptorsDoNotGrow() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess first = new WorkerProcess(home, root, 0, 0);
                Clients clients = new Clients()) {
            ready(manager, 1);
            // What the first request opens for good, as jars, is no descriptor of a connection.
            assertServed(clients.open(manager.port()));
            int before = first.descriptors().size();
            for (int i = 1; i < 200; i++) {
                assertServed(clients.open(manager.port()));
            }
            await().atMost(60, SECONDS).until(() -> first.descriptors().size() == before + 199);
            Client silent = clients.open(manager.port());
            try (WorkerProcess second = new WorkerProcess(home, root, 1, 0)) {
                ready(manager, 2);
                manager.drain(first.pid(), true, 120_000);
                assertEquals(0, first.exit(), first.log());
                assertEquals(201, manager.migrated());
                for (Client client : clients) {
                    assertServed(client);
                }
                assertServed(silent);
                int open = second.descriptors().size();
                clients.hangUp();
                await().atMost(60, SECONDS).until(() -> second.descriptors().size() == open - 201);
            }
        }
    }

    @Test
    void aConnectionWithHalfARequestStaysUntilItIsAnswered() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess first = new WorkerProcess(home, root, 0, 0);
                WorkerProcess second = new WorkerProcess(home, root, 1, 0)) {
            ready(manager, 2);
            long draining = first.pid();
            try (Client one = new Client(manager.port());
                    Client two = new Client(manager.port())) {
                for (Client client : List.of(one, two)) {
                    client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Half: ");
                }
                await().atMost(60, SECONDS).until(() -> beat(manager, draining).connections() == 1);
                one.awaitRead();
                two.awaitRead();
                manager.drain(draining, true, 120_000);
                await().atMost(60, SECONDS)
                        .until(() -> manager.said(draining).contains(new Message.Progress("draining", 1)));
                assertEquals(0, manager.migrated());
                assertTrue(first.process.isAlive());
                for (Client client : List.of(one, two)) {
                    client.send("done\r\n\r\n");
                    assertEquals(200, client.answer(false).status());
                }
                assertEquals(0, first.exit(), first.log());
                assertEquals(1, manager.migrated());
                assertServed(one);
                assertServed(two);
            }
            assertTrue(second.process.isAlive());
        }
    }

    private static Message.Heartbeat beat(FakeManager manager, long pid) {
        return manager.said(pid).stream()
                .filter(Message.Heartbeat.class::isInstance)
                .map(Message.Heartbeat.class::cast)
                .reduce((a, b) -> b)
                .orElse(new Message.Heartbeat(0, 0, 0, 0, 0, 0));
    }

    @Test
    void withoutMigrationIdleConnectionsAreClosedInOrder() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess worker = new WorkerProcess(home, root, 0, 0);
                Client asking = new Client(manager.port());
                Client idle = new Client(manager.port())) {
            ready(manager, 1);
            assertServed(asking);
            assertServed(idle);
            // The chance to ask once more ends after a second, so the request is there before the worker hears that it
            // is to leave.
            worker.stop();
            manager.drain(worker.pid(), false, 4000);
            asking.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            worker.signal("CONT");
            Client.Answer last = asking.answer(false);
            assertEquals("close", last.headers().get("connection"));
            assertTrue(asking.ended());
            assertTrue(idle.ended());
            asking.hangUp();
            idle.hangUp();
            assertEquals(0, worker.exit());
            await().atMost(60, SECONDS)
                    .until(() -> manager.said(worker.pid()).stream().anyMatch(Message.Progress.class::isInstance));
        }
    }

    @Test
    void whatIsLeftAtTheDeadlineIsCut() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess worker = new WorkerProcess(home, root, 0, 0);
                Client half = new Client(manager.port())) {
            ready(manager, 1);
            half.send("GET / HTTP/1.1\r\n");
            await().atMost(60, SECONDS).until(() -> beat(manager, worker.pid()).connections() == 1);
            half.awaitRead();
            long start = System.nanoTime();
            manager.drain(worker.pid(), true, 1000);
            assertEquals(0, worker.exit());
            assertTrue(System.nanoTime() - start >= SECONDS.toNanos(1), "the deadline was not waited for");
        }
    }

    @Test
    void withNothingToServeADrainedWorkerEndsAtOnce() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess worker = new WorkerProcess(home, root, 0, 0)) {
            ready(manager, 1);
            manager.drain(worker.pid(), false, 600_000);
            assertEquals(0, worker.exit());
        }
    }

    @Test
    void aWarmWorkerSaysSoAndCountsNoneOfItsOwnRequests() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess worker = new WorkerProcess(home, root, 0, 1000)) {
            ready(manager, 1);
            await().atMost(60, SECONDS).until(() -> beat(manager, worker.pid()).seq() > 2);
            assertEquals(0, beat(manager, worker.pid()).requests());
            assertEquals(0, beat(manager, worker.pid()).connections());
            assertFalse(worker.log().contains("warm-up ends early"), worker.log());
        }
    }

    @Test
    void aWorkerEndsInOrderAtSigterm() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess worker = new WorkerProcess(home, root, 0, 0);
                Client client = new Client(manager.port())) {
            ready(manager, 1);
            assertServed(client);
            worker.signal("TERM");
            assertTrue(client.ended());
            client.hangUp();
            assertEquals(0, worker.exit(), worker.log());
        }
    }

    @Test
    void badSettingsAreOneLineAndExitCode2() throws Exception {
        try (WorkerProcess worker = new WorkerProcess(home, 0, Map.of("LBM_SERVE", "{\"root\":\"/does/not/exist\"}"))) {
            assertEquals(2, worker.exit());
            assertEquals("worker: /does/not/exist is not a folder; check serve.root\n", worker.log());
        }
    }

    @Test
    void aClientIsNotAnsweredWhileNobodyMayTakeIt() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                Client client = new Client(manager.port())) {
            client.socket.setSoTimeout(200);
            assertThrows(SocketTimeoutException.class, () -> client.get("/"));
            try (WorkerProcess worker = new WorkerProcess(home, root, 0, 0)) {
                client.socket.setSoTimeout(60_000);
                assertEquals(200, client.answer(false).status());
                assertTrue(worker.process.isAlive());
            }
        }
    }
}
