package lbm.worker.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lbm.worker.link.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurvivalIT {

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

    private static long beats(FakeManager manager, long pid) {
        return manager.said(pid).stream()
                .filter(Message.Heartbeat.class::isInstance)
                .count();
    }

    private static void assertServed(int port) throws IOException {
        try (Client client = new Client(port)) {
            assertEquals(200, client.get("/").status());
        }
    }

    @Test
    void aWorkerWhoseManagerVanishedAcceptsByItselfAndIsAdoptedByTheNext() throws Exception {
        FakeManager first = new FakeManager(home, 0);
        try (WorkerProcess worker = new WorkerProcess(home, root, 0, 0)) {
            ready(first, 1);
            int port = first.port();
            try (Client before = new Client(port)) {
                assertEquals(200, before.get("/").status());
                first.close();
                for (int i = 0; i < 20; i++) {
                    assertServed(port);
                }
                try (FakeManager second = new FakeManager(home, -1)) {
                    ready(second, 1);
                    Message.Hello hello = second.hellos().get(0);
                    assertTrue(hello.ready());
                    assertEquals(List.of(FakeManager.LISTENER), hello.holds());
                    // The listener comes over the lane, and may come after the word on the link.
                    await().atMost(60, SECONDS).until(() -> second.port() != -1);
                    assertEquals(port, second.port());
                    for (int i = 0; i < 20; i++) {
                        assertServed(port);
                    }
                    // The answer to a client may be there before the acknowledgement of its connection.
                    await().atMost(60, SECONDS).until(() -> second.handedOff() == 20);
                    assertEquals(200, before.get("/").status());
                    // A connection of the manager that vanished moves over the lane of the next.
                    second.drain(worker.pid(), true, 120_000);
                    await().atMost(60, SECONDS).until(() -> second.migrated() == 1);
                }
            }
        }
    }

    @Test
    void aWorkerWhoseManagerIsSilentAcceptsByItselfUntilItAnswers() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess worker = new WorkerProcess(home, root, 0, 0)) {
            ready(manager, 1);
            await().atMost(60, SECONDS).until(() -> beats(manager, worker.pid()) > 0);
            long answered = manager.hang();
            assertServed(manager.port());
            assertTrue(System.nanoTime() - answered > SECONDS.toNanos(3), "accepted before the manager was silent");
            assertEquals(0, manager.handedOff());
            manager.goOn();
            await().atMost(60, SECONDS).until(() -> {
                assertServed(manager.port());
                return manager.handedOff() > 3;
            });
            assertTrue(worker.log().contains("the manager is silent"), worker.log());
        }
    }

    @Test
    void aWorkerWhoseManagerLeavesAcceptsByItselfAtOnce() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess worker = new WorkerProcess(home, root, 0, 0)) {
            ready(manager, 1);
            // It answers heartbeats, so nothing but its word can make the worker accept.
            manager.acceptNoMore();
            manager.say(new Message.Leaving());
            assertServed(manager.port());
            assertEquals(0, manager.handedOff());
            assertTrue(worker.process.isAlive());
        }
    }

    @Test
    void aWorkerThatWarmsUpWhenItsManagerVanishesServesOnceItIsWarm() throws Exception {
        FakeManager manager = new FakeManager(home, 0);
        int port = manager.port();
        try (WorkerProcess worker = new WorkerProcess(home, root, 0, 1_000_000)) {
            await().atMost(60, SECONDS).until(() -> manager.hellos().size() == 1);
            await().atMost(60, SECONDS).until(() -> manager.listeners(worker.pid()) == 1);
            manager.close();
            assertServed(port);
        }
    }

    @Test
    void aRefusedWorkerLeaves() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess worker = new WorkerProcess(home, root, 0, 0)) {
            ready(manager, 1);
            manager.say(new Message.Refused("not one of mine"));
            assertEquals(0, worker.exit());
            assertTrue(worker.log().contains("not one of mine"), worker.log());
        }
    }

    private Process managerProcess() throws IOException {
        Process manager = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeManager.class.getName(),
                        home.toString())
                .inheritIO()
                .start();
        await().atMost(60, SECONDS).until(() -> Files.exists(home.resolve("port")));
        return manager;
    }

    @Test
    void connectionsOnTheirWayWhenTheManagerIsKilledAreServed() throws Exception {
        Process manager = managerProcess();
        int port = Integer.parseInt(Files.readString(home.resolve("port")));
        try (WorkerProcess worker = new WorkerProcess(home, root, 0, 0);
                Clients clients = new Clients()) {
            await().atMost(60, SECONDS).until(() -> worker.log().contains("serving"));
            worker.stop();
            for (int i = 0; i < 5; i++) {
                clients.open(port).send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            await().atMost(60, SECONDS)
                    .until(() -> Files.exists(home.resolve("under-way"))
                            && Files.readString(home.resolve("under-way")).equals("5"));
            manager.destroyForcibly().onExit().join();
            worker.signal("CONT");
            for (Client client : clients) {
                assertEquals(200, client.answer(false).status());
            }
            assertTrue(worker.log().contains("connections on their way; they are served here"), worker.log());
        } finally {
            manager.destroyForcibly();
        }
    }

    @Test
    void aConnectionThatWasGivenToSomebodyElseIsNotServedTwice() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess hung = new WorkerProcess(home, root, 0, 0);
                Client client = new Client(manager.port())) {
            ready(manager, 1);
            assertEquals(200, client.get("/").status());
            hung.stop();
            try (Client late = new Client(manager.port())) {
                await().atMost(60, SECONDS).until(() -> manager.underWay(hung.pid()) == 1);
                try (WorkerProcess other = new WorkerProcess(home, root, 1, 0)) {
                    ready(manager, 2);
                    manager.refuse(hung.pid());
                    assertEquals(200, late.get("/").status());
                    hung.signal("CONT");
                    assertEquals(0, hung.exit());
                    for (int i = 0; i < 3; i++) {
                        assertEquals(200, late.get("/").status());
                    }
                    assertTrue(other.process.isAlive());
                }
            }
        }
    }

    /** Whether a connection ended unanswered: its end may come before the request, or in return for it. */
    private static boolean cut(String failure) {
        return failure.contains("reset") || failure.contains("Broken pipe") || failure.contains("closed after 0 bytes");
    }

    /**
     * A manager killed between accept(2) and sendmsg(2) takes that one connection along: nobody else has it yet. Nothing
     * of a kept connection, and no second one, may be lost.
     */
    private static void assertOnlyWhatTheManagerHeld(Load load, String logs) {
        List<String> failures = List.copyOf(load.failures);
        assertTrue(failures.size() <= 1, () -> failures + "\n" + logs);
        assertTrue(failures.stream().allMatch(f -> f.startsWith("fresh: ") && cut(f)), () -> failures + "\n" + logs);
    }

    @Test
    void noRequestIsLostWhenTheManagerIsKilledAndAnotherOneAdopts() throws Exception {
        Process manager = managerProcess();
        int port = Integer.parseInt(Files.readString(home.resolve("port")));
        try (WorkerProcess one = new WorkerProcess(home, root, 0, 0);
                WorkerProcess two = new WorkerProcess(home, root, 1, 0)) {
            await().atMost(60, SECONDS)
                    .until(() -> one.log().contains("serving") && two.log().contains("serving"));
            try (Load load = new Load(port, 4, 4)) {
                await().atMost(60, SECONDS).until(() -> load.fresh.get() > 500);
                manager.destroyForcibly().onExit().join();
                long asked = load.fresh.get();
                await().atMost(60, SECONDS).until(() -> load.fresh.get() > asked + 500);
                try (FakeManager next = new FakeManager(home, -1)) {
                    ready(next, 2);
                    await().atMost(60, SECONDS).until(() -> next.handedOff() > 500);
                    // The load ends before this manager does: its process lives on, so what is on its way to a worker
                    // when it closes belongs to nobody.
                    load.end();
                    assertOnlyWhatTheManagerHeld(load, one.log() + two.log());
                }
                System.out.printf(
                        "manager killed: %d kept, %d fresh requests, %d failed%n",
                        load.kept.get(), load.fresh.get(), load.failures.size());
            }
        } finally {
            manager.destroyForcibly();
        }
    }

    @Test
    void reloadsUnderLoadLoseNothingAndCloseNoConnection() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0)) {
            WorkerProcess old = new WorkerProcess(home, root, 0, 0);
            ready(manager, 1);
            try (Load load = new Load(manager.port(), 6, 2)) {
                for (int i = 1; i <= 3; i++) {
                    WorkerProcess fresh = new WorkerProcess(home, root, i, 0);
                    ready(manager, 2);
                    manager.drain(old.pid(), true, 120_000);
                    assertEquals(0, old.exit(), old.log());
                    old = fresh;
                }
                assertEquals(List.of(), List.copyOf(load.failures), old.log());
                System.out.printf(
                        "3 reloads: %d kept, %d fresh requests, 0 failed, %d moved%n",
                        load.kept.get(), load.fresh.get(), manager.migrated());
            } finally {
                old.close();
            }
        }
    }
}
