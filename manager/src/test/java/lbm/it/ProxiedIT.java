package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs in other languages as one cluster behind one port, with nothing in them that knows of lbm. */
@Timeout(600)
class ProxiedIT {

    /** Answers as the site of {@link Home} does; it knows PORT and nothing else, and dies of SIGINT at once. */
    private static final String NODE = """
            const http = require('http'), fs = require('fs'), crypto = require('crypto');
            const file = {'/assets/app-0a1b2c3d.js': 'site/assets/app-0a1b2c3d.js'};
            const server = http.createServer((q, a) => {
              if (q.url === '/pid') return a.end(String(process.pid));
              fs.readFile(file[q.url] || 'site/index.html', (e, text) => a.end(text));
            });
            server.on('upgrade', (q, socket) => {
              const key = crypto.createHash('sha1')
                .update(q.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
              socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n'
                + 'Sec-WebSocket-Accept: ' + key + '\\r\\n\\r\\n');
              const tick = setInterval(() => socket.write(Buffer.from([0x81, 2, 0x68, 0x69])), 20);
              socket.on('data', () => {});
              socket.on('error', () => {});
              socket.on('close', () => clearInterval(tick));
            });
            server.listen(process.env.PORT);
            """;

    private static final String PYTHON = """
            import http.server, os
            class Handler(http.server.SimpleHTTPRequestHandler):
                protocol_version = 'HTTP/1.1'
                def log_message(self, *args): pass
                def do_GET(self):
                    path = 'site/assets/app-0a1b2c3d.js' if self.path.endswith('.js') else 'site/index.html'
                    body = open(path, 'rb').read()
                    self.send_response(200)
                    self.send_header('Content-Length', str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
            class Server(http.server.ThreadingHTTPServer):
                request_queue_size = 128
            Server(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
            """;

    @RegisterExtension
    final Lbm lbm = new Lbm();

    private final int port = Os.freePort();

    @Test
    void fourNodeInstancesAreReplacedUnderLoadWithoutALostRequest() throws Exception {
        start("server.js", NODE, 4, "listen: proxy");
        reloadsLoseNothing("node");
    }

    @Test
    void fourPythonInstancesAreReplacedUnderLoadWithoutALostRequest() throws Exception {
        start("server.py", PYTHON, 4);
        reloadsLoseNothing("python");
    }

    private void reloadsLoseNothing(String name) throws Exception {
        Set<Long> everyPid = new HashSet<>(lbm.pids("api"));
        assertEquals(4, everyPid.size());
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 12, 2)) {
            traffic.awaitMore(200);
            for (int reload = 1; reload <= 3; reload++) {
                lbm.run("reload", "api").expect(0);
                for (long pid : lbm.pids("api")) {
                    assertTrue(everyPid.add(pid), pid + " served before this reload");
                }
                traffic.awaitMore(100);
            }
            Result result = traffic.stop("three reloads of four " + name + " instances");
            assertEquals(0, result.failed(), result::toString);
        }
    }

    @Test
    void theProxyItselfIsReplacedUnderLoadWithoutALostRequest() throws Exception {
        start("server.js", NODE, 2, "listen: proxy");
        List<Long> before = lbm.pids("api-proxy");
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 8, 2)) {
            traffic.awaitMore(100);
            for (int reload = 1; reload <= 3; reload++) {
                lbm.run("reload", "api-proxy").expect(0);
                traffic.awaitMore(50);
            }
            Result result = traffic.stop("three reloads of a proxy");
            assertEquals(0, result.failed(), result::toString);
        }
        assertNotEquals(before, lbm.pids("api-proxy"));
    }

    @Test
    void webSocketsOfAReleaseThatGoesAreToldToComeAgain() throws Exception {
        start("server.js", NODE, 4, "listen: proxy");
        List<Socket> sockets = new ArrayList<>();
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < 12; i++) {
            Socket socket = new Socket();
            client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/socket"), socket)
                    .get(60, TimeUnit.SECONDS);
            sockets.add(socket);
        }
        for (Socket socket : sockets) {
            lbm.await("messages come", () -> !socket.messages.isEmpty());
        }
        lbm.run("reload", "api").expect(0);
        for (Socket socket : sockets) {
            assertEquals(1001, socket.end.get(60, TimeUnit.SECONDS));
            assertEquals(Set.of("hi"), new HashSet<>(socket.messages));
        }
    }

    @Test
    void anInstanceThatIsKilledTakesNoRequestWithIt() throws Exception {
        start("server.js", NODE, 3, "listen: proxy");
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 8, 2)) {
            traffic.awaitMore(100);
            for (int kill = 1; kill <= 3; kill++) {
                long pid = lbm.pids("api").get(0);
                Os.signal("KILL", pid);
                lbm.await("another one is online", () -> {
                    List<Long> pids = lbm.pids("api");
                    return pids.size() == 3 && !pids.contains(pid);
                });
                traffic.awaitMore(50);
            }
            Result result = traffic.stop("three instances killed behind the proxy");
            assertEquals(0, result.failed(), result::toString);
        }
    }

    @Test
    void theManagerIsKilledUnderLoadAndTheNextOneReloads() throws Exception {
        start("server.js", NODE, 2, "listen: proxy");
        List<Long> instances = lbm.pids("api");
        List<Long> proxies = lbm.pids("api-proxy");
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 8, 2)) {
            traffic.awaitMore(100);
            lbm.killManager();
            traffic.awaitMore(100);
            lbm.run("start").expect(0);
            lbm.await(
                    "all were adopted",
                    () -> lbm.pids("api").equals(instances)
                            && lbm.pids("api-proxy").equals(proxies));
            traffic.awaitMore(50);
            lbm.run("reload", "api").expect(0);
            traffic.awaitMore(50);
            Result result = traffic.stop("the manager killed behind the proxy");
            assertEquals(0, result.failed(), result::toString);
        }
        assertTrue(instances.stream().noneMatch(lbm.pids("api")::contains));
    }

    @Test
    void theProxyStopsStartsAndGoesWithItsApp() throws Exception {
        start("server.js", NODE, 2, "listen: proxy");
        assertEquals(200, status());
        lbm.run("stop", "api").expect(0);
        assertTrue(refused(), "nobody listens");
        lbm.run("start", "api").expect(0);
        assertEquals(200, status());
        lbm.run("delete", "api").expect(0);
        assertTrue(refused(), "nobody listens");
        assertEquals(0, lbm.jlist().size());
    }

    @Test
    void aReleaseThatNeverListensLeavesTheOldOneInPlace() throws Exception {
        start("server.js", NODE, 2, "listen: proxy");
        List<Long> before = lbm.pids("api");
        lbm.home().write("server.js", "setInterval(() => {}, 1000)");
        lbm.home().write("ecosystem.yaml", file("server.js", 2, "listen: proxy").replace("90s", "4s"));
        Answer answer = lbm.run("reload", "ecosystem.yaml").expect(1);
        assertTrue(answer.err().contains("not ready within 4 s"), answer::toString);
        assertEquals(before, lbm.pids("api"));
        assertEquals(200, status());
    }

    @Test
    void anInstanceHasAPortOfItsOwnAndKnowsThePublicOne() throws Exception {
        start(
                "server.js",
                "require('http').createServer((q, a) => a.end(process.env.PORT + ' ' + process.env.LBM_PORT))"
                        + ".listen(process.env.PORT)",
                2,
                "listen: proxy");
        Set<String> answers = new HashSet<>();
        try (Client client = new Client(port)) {
            for (int i = 0; i < 4; i++) {
                answers.add(client.get(new Page("/", ""), true).body());
            }
        }
        assertTrue(answers.stream().allMatch(it -> it.endsWith(" " + port)), answers::toString);
        assertTrue(answers.stream().noneMatch(it -> it.startsWith(port + " ")), answers::toString);
    }

    private void start(String script, String text, int instances, String... more) {
        lbm.home().write(script, text);
        lbm.startFile(file(script, instances, more));
    }

    private String file(String script, int instances, String... more) {
        return "apps:\n  - name: api\n    script: " + script + "\n    exec_mode: cluster\n    instances: " + instances
                + "\n    port: " + port + "\n    host: 127.0.0.1\n    kill_timeout: 10s\n    listen_timeout: 90s\n    "
                + String.join("\n    ", more) + "\n";
    }

    private int status() throws IOException {
        try (Client client = new Client(port)) {
            return client.get(new Page("/", ""), false).status();
        }
    }

    private boolean refused() {
        try (Client client = new Client(port)) {
            return client == null;
        } catch (IOException e) {
            return true;
        }
    }

    /** Keeps what a server says on a WebSocket, and the code of its close. */
    private static final class Socket implements WebSocket.Listener {

        final List<String> messages = new CopyOnWriteArrayList<>();
        final CompletableFuture<Integer> end = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            messages.add(data.toString());
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            end.complete(code);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            end.completeExceptionally(new ExecutionException(error));
        }
    }
}
