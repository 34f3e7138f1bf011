package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs that take their listener from systemd, and so from lbm: {@code listen: inherited}. */
class InheritedListenerIT {

    private static final List<Page> PAGES = List.of(new Page("/", "hello"));

    private static final String WSGI = """
            def app(env, start):
                start('200 OK', [('Content-Length', '5'), ('Content-Type', 'text/plain')])
                return [b'hello']
            """;

    /** Node takes a listener by its descriptor, and finishes what it began when it is asked to end. */
    private static final String NODE = """
            const s = require('http').createServer((q, r) => r.end('hello'));
            s.listen({fd: 3}, () => process.send && process.send('ready'));
            process.on('SIGINT', () => { s.close(() => process.exit(0)); s.closeIdleConnections(); });
            """;

    /** A plain loop of blocking accepts, which a listener that does not block would break. */
    private static final String BLOCKING = """
            import os, signal, socket, sys
            assert os.environ['LISTEN_FDS'] == '1' and int(os.environ['LISTEN_PID']) == os.getpid()
            assert os.environ['LISTEN_FDNAMES'] == 'plain'
            s = socket.socket(fileno=3)
            signal.signal(signal.SIGTERM, lambda *a: sys.exit(0))
            while True:
                c, _ = s.accept()
                c.recv(4096)
                c.sendall(b'HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\nConnection: close\\r\\n\\r\\nhello')
                c.close()
            """;

    @RegisterExtension
    final Lbm lbm = new Lbm();

    private final int port = Os.freePort();

    @Test
    void gunicornIsReloadedFiveTimesUnderLoadAndItsManagerKilled() throws Exception {
        lbm.home().write("hello.py", WSGI);
        // It says READY=1 by itself.
        lbm.startFile(app(
                "web",
                "gunicorn",
                "args: --log-level=warning hello:app",
                "kill_signal: TERM",
                "wait_ready: true",
                "listen_timeout: 60s"));
        underLoad("gunicorn", 5, 2);
    }

    @Test
    void nodeTakesTheListenerBesideItsChannel() throws Exception {
        lbm.home().write("hello.js", NODE);
        lbm.startFile(app("web", "node", "args: hello.js", "wait_ready: true", "listen_timeout: 60s"));
        // Kept connections are Node's own matter: it closes idle ones without a word.
        underLoad("node by descriptor", 2, 0);
    }

    @Test
    void aPlainLoopOfAcceptsIsServedToo() throws Exception {
        lbm.home().write("plain.py", BLOCKING);
        lbm.startFile(app("plain", "python3", "args: plain.py", "kill_signal: TERM", "instances: 1"));
        try (Traffic traffic = Traffic.on(port, PAGES, 0, 2)) {
            traffic.awaitMore(50);
            lbm.run("reload", "plain").expect(0);
            traffic.awaitMore(50);
            assertEquals(0, traffic.stop("a plain loop").refused());
        }
    }

    /** Clients wait in the kernel's queue while the only instance is being restarted. */
    @Test
    void aCrashedInstanceRefusesNobody() throws Exception {
        lbm.home().write("hello.js", NODE);
        lbm.startFile(app("web", "node", "args: hello.js", "wait_ready: true", "listen_timeout: 60s", "instances: 1"));
        try (Traffic traffic = Traffic.on(port, PAGES, 0, 2)) {
            traffic.awaitMore(50);
            Os.signal("KILL", lbm.pids("web").get(0));
            traffic.awaitMore(50);
            Result result = traffic.stop("crash of the only one");
            assertEquals(0, result.refused());
        }
    }

    @Test
    void aPortThatIsTakenIsToldInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            lbm.home().write("ecosystem.yaml", app("web", "gunicorn", "args: hello:app", "max_restarts: 0"));
            Answer answer = lbm.run("start");
            assertNotEquals(0, answer.exit());
            assertTrue(
                    answer.err()
                            .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort()
                                    + " for web: the port is in use"),
                    answer.toString());
        }
    }

    private void underLoad(String name, int reloads, int kept) throws Exception {
        try (Traffic traffic = Traffic.on(port, PAGES, kept, 4)) {
            traffic.awaitMore(100);
            for (int i = 0; i < reloads; i++) {
                List<Long> before = lbm.pids("web");
                lbm.run("reload", "web").expect(0);
                assertTrue(lbm.pids("web").stream().noneMatch(before::contains));
                traffic.awaitMore(20);
            }
            List<Long> before = lbm.pids("web");
            lbm.killManager();
            traffic.awaitMore(100);
            lbm.run("save").expect(0);
            assertEquals(before, lbm.pids("web"));
            lbm.run("reload", "web").expect(0);
            assertTrue(lbm.home().read("lbm.log").contains("listener taken back from pid"));
            traffic.awaitMore(50);
            Result result = traffic.stop(name);
            assertEquals(0, result.failed(), result.toString());
        }
    }

    private String app(String name, String script, String... more) {
        return "apps:\n  - name: " + name + "\n    script: " + script
                + "\n    interpreter: none\n    kill_timeout: 60s\n    listen: inherited\n    host: 127.0.0.1\n    port: "
                + port
                + (String.join("", more).contains("instances:") ? "" : "\n    instances: 2")
                + "\n    " + String.join("\n    ", more) + "\n";
    }
}
