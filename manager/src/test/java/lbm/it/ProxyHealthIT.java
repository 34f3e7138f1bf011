package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Instances behind the proxy: ready by their open port, suspect at their first bad answer. */
@Timeout(600)
class ProxyHealthIT {

    private static final String SERVER = """
            import http.server, os, time
            slot = os.environ['NODE_APP_INSTANCE']
            time.sleep(1)
            class Handler(http.server.BaseHTTPRequestHandler):
                protocol_version = 'HTTP/1.1'
                def do_GET(self):
                    sick = self.path == '/health' and os.path.exists('sick-' + slot)
                    body = slot.encode()
                    self.send_response(503 if sick else 200)
                    self.send_header('Content-Length', str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                def log_message(self, *args):
                    pass
            http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
            """;

    @RegisterExtension
    final Lbm lbm = new Lbm();

    private final int port = Os.freePort();
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aSickInstanceGetsNothingNewAndIsNotReplacedYet() throws Exception {
        lbm.home().write("api.py", SERVER);
        lbm.startFile("""
                apps:
                  - name: api
                    script: api.py
                    port: %d
                    host: 127.0.0.1
                    instances: 2
                    exec_mode: cluster
                    listen: proxy
                    listen_timeout: 60s
                    alive: {http: /health, interval: 200ms, timeout: 10s, retries: 1000}
                """.formatted(port));
        // Started means ready: each has opened its private port. What the proxy is told it hears a moment later.
        awaitAnswers("0", "1");
        List<Long> before = lbm.pids("api");

        lbm.home().write("sick-1", "");
        lbm.await("the sick one is out", () -> log().contains("api:1 gets nothing new"));
        awaitAnswers("0");
        assertEquals(before, lbm.pids("api"));

        Files.delete(lbm.home().work().resolve("sick-1"));
        lbm.await("it is back", () -> log().contains("api:1 is given requests again"));
        awaitAnswers("0", "1");
    }

    private String log() {
        try {
            return Files.readString(lbm.home().home().resolve("lbm.log"));
        } catch (IOException e) {
            return "";
        }
    }

    /** Until forty requests are answered by these, and by nobody else. */
    private void awaitAnswers(String... slots) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> answers().equals(Set.of(slots)));
    }

    /** Who answers forty requests. */
    private Set<String> answers() throws IOException, InterruptedException {
        Set<String> all = new TreeSet<>();
        for (int i = 0; i < 40; i++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer::body);
            all.add(answer.body());
        }
        return all;
    }
}
