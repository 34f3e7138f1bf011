package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Node programs that know nothing of lbm and call {@code listen(PORT)}, several of each: {@code listen: node}. */
class NodeClusterIT {

    private static final List<Page> PAGES = List.of(new Page("/", "hello"));

    /** The first lines of many a tutorial. */
    private static final String PLAIN =
            "require('http').createServer((q, r) => setTimeout(() => r.end('hello'), 5)).listen(process.env.PORT);\n";

    private static final String GRACEFUL = """
            const s = require('http').createServer((q, r) => setTimeout(() => r.end('hello'), 5)).listen(process.env.PORT);
            process.on('SIGINT', () => s.close(() => process.exit(0)));
            """;

    @RegisterExtension
    final Lbm lbm = new Lbm();

    private final int port = Os.freePort();

    @Test
    void aProgramWithoutAnyCareLosesNothingInReloads() throws Exception {
        underLoad("plain", PLAIN);
    }

    /** Node closes idle kept connections at once; a request that is on its way just then is all that may be lost. */
    @Test
    void keptConnectionsAreClosedBetweenTwoRequests() throws Exception {
        lbm.home().write("app.js", GRACEFUL);
        lbm.startFile(app("app.js"));
        try (Traffic traffic = Traffic.on(port, PAGES, 4, 0)) {
            traffic.awaitMore(50);
            lbm.run("reload", "web").expect(0);
            traffic.awaitMore(50);
            Result result = traffic.stop("node cluster, kept connections");
            assertEquals(0, result.refused() + result.timeout() + result.wrong(), result.toString());
            assertTrue(result.failed() <= 4, "each of four at most once: " + result);
        }
    }

    @Test
    void aProgramThatClosesItsServerLosesNothingInReloads() throws Exception {
        underLoad("graceful", GRACEFUL);
    }

    private void underLoad(String name, String program) throws Exception {
        lbm.home().write("app.js", program);
        lbm.startFile(app("app.js"));
        try (Traffic traffic = Traffic.on(port, PAGES, 0, 8)) {
            traffic.awaitMore(100);
            for (int i = 0; i < 3; i++) {
                List<Long> before = lbm.pids("web");
                lbm.run("reload", "web").expect(0);
                assertTrue(lbm.pids("web").stream().noneMatch(before::contains));
                traffic.awaitMore(50);
            }
            List<Long> before = lbm.pids("web");
            lbm.killManager();
            traffic.awaitMore(100);
            lbm.run("save").expect(0);
            assertEquals(before, lbm.pids("web"));
            lbm.run("reload", "web").expect(0);
            assertTrue(lbm.home().read("lbm.log").contains("listener taken back from pid"));
            traffic.awaitMore(100);
            Result result = traffic.stop("node cluster, " + name);
            assertEquals(0, result.failed(), result.toString());
        }
    }

    /** All are woken for each connection; those that find it taken must go on with what they serve. */
    @Test
    void nobodyStandsStillForAConnectionThatAnotherHasTaken() throws Exception {
        lbm.home().write("app.js", PLAIN);
        lbm.startFile(app("app.js"));
        Page page = PAGES.get(0);
        List<Client> kept = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                kept.add(new Client(port));
            }
            for (int i = 0; i < 50; i++) {
                try (Client fresh = new Client(port)) {
                    assertEquals("hello", fresh.get(page, false).body());
                }
                for (Client client : kept) {
                    assertEquals("hello", client.get(page, true).body());
                }
            }
        } finally {
            for (Client client : kept) {
                client.close();
            }
        }
    }

    /** The other one goes on accepting, and the crashed one gets the same listener again. */
    @Test
    void aCrashRefusesNobody() throws Exception {
        lbm.home().write("app.js", PLAIN);
        lbm.startFile(app("app.js"));
        try (Traffic traffic = Traffic.on(port, PAGES, 0, 3)) {
            traffic.awaitMore(50);
            for (int i = 0; i < 2; i++) {
                long pid = lbm.pids("web").get(0);
                Os.signal("KILL", pid);
                lbm.await("two again", () -> lbm.online("web", 2, List.of(pid)));
                traffic.awaitMore(20);
            }
            Result result = traffic.stop("node cluster, crash");
            assertEquals(0, result.refused(), result.toString());
        }
    }

    @Test
    void aPortThatIsTakenIsTheProgramsOwnError() throws Exception {
        try (ServerSocket taken = new ServerSocket(port)) {
            assertFalse(taken.isClosed());
            lbm.home().write("app.js", PLAIN);
            lbm.home().write("ecosystem.yaml", app("app.js", "max_restarts: 0"));
            Answer answer = lbm.run("start");
            assertNotEquals(0, answer.exit());
            assertTrue(answer.err().contains("EADDRINUSE"), answer.toString());
        }
    }

    @Test
    void whatAWorkerCannotShareIsRefusedClearly() throws Exception {
        lbm.home().write("app.js", """
                        require('net').createServer().listen('/tmp/never.sock').on('error', e => console.log(e.code));
                        require('http').createServer((q, r) => r.end('hello')).listen(process.env.PORT);
                        const again = require('http').createServer().listen(process.env.PORT);
                        again.on('error', e => console.log('again ' + e.code));
                        """);
        lbm.startFile(app("app.js"));
        lbm.await("told", () -> {
            String out = lbm.home().read("logs/web-out-0.log");
            return out.contains("ENOTSUP") && out.contains("again EADDRINUSE");
        });
    }

    /** A new release that listens elsewhere leaves the old port at once: nobody waits there. */
    @Test
    void aPortThatNobodyListensAtAnyMoreIsClosed() throws Exception {
        int other = Os.freePort();
        lbm.home().write("app.js", "require('http').createServer((q, r) => r.end('hello')).listen(" + port + ");\n");
        lbm.startFile(app("app.js"));
        lbm.home().write("app.js", "require('http').createServer((q, r) => r.end('hello')).listen(" + other + ");\n");
        lbm.run("reload", "web").expect(0);
        try (Traffic traffic = Traffic.on(other, PAGES, 0, 1)) {
            traffic.awaitMore(5);
            assertEquals(0, traffic.stop("moved").failed());
        }
        lbm.await("the old port is free", () -> {
            try (ServerSocket free = new ServerSocket(port)) {
                return free.isBound();
            } catch (IOException e) {
                return false;
            }
        });
    }

    private String app(String script, String... more) {
        return "apps:\n  - name: web\n    script: ./" + script
                + "\n    listen: node\n    listen_timeout: 60s\n    kill_timeout: 20s\n    instances: 2\n    port: "
                + port + "\n    "
                + String.join("\n    ", more).stripTrailing() + "\n";
    }
}
