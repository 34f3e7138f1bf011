package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A manager that was killed between the start of a process and the next line it would have written about it. */
@Timeout(600)
class StartedUnseenIT {

    private static final String SERVER = """
            const http = require('http');
            http.createServer((q, a) => a.end('pid ' + process.pid)).listen(process.env.PORT);
            """;

    private static final String TALKER = """
            process.on('message', m => { if (m === 'shutdown') { console.log('asked'); process.exit(0); } });
            setInterval(() => {}, 1000);
            """;

    @RegisterExtension
    final Lbm lbm = new Lbm();

    private final int port = Os.freePort();

    @Test
    void theNextManagerFindsOutThePrivatePortAndTheChannel() throws Exception {
        lbm.home().write("server.js", SERVER);
        lbm.home().write("talker.js", TALKER);
        lbm.startFile("apps:\n"
                + "  - name: api\n    script: server.js\n    listen: proxy\n    listen_timeout: 60s\n    port: " + port
                + "\n"
                + "  - name: talker\n    script: talker.js\n    shutdown_with_message: true\n    kill_timeout: 20s\n");
        List<Long> api = lbm.pids("api");
        List<Long> talker = lbm.pids("talker");
        assertEquals("pid " + api.get(0), get());

        lbm.killManager();
        forget("api", "talker");
        lbm.run("start").expect(0);
        lbm.await(
                "both were adopted",
                () -> lbm.pids("api").equals(api) && lbm.pids("talker").equals(talker));
        lbm.await("the proxy has its backend again", () -> ("pid " + api.get(0)).equals(get()));
        lbm.run("stop", "talker").expect(0);
        lbm.await(
                "what it said",
                () -> lbm.run("logs", "talker", "--nostream").expect(0).out().contains("asked"));
    }

    /** Takes out what the manager learns by starting them. */
    private void forget(String... apps) throws Exception {
        Path file = lbm.home().home().resolve("state.json");
        ObjectMapper json = new ObjectMapper();
        JsonNode state = json.readTree(Files.readString(file));
        for (JsonNode app : state.path("apps")) {
            for (JsonNode instance : app.path("instances")) {
                if (List.of(apps)
                        .contains(app.path("spec").path("declared").path("name").asText())) {
                    ((ObjectNode) instance)
                            .retain(
                                    "id",
                                    "serial",
                                    "slot",
                                    "generation",
                                    "wanted",
                                    "probation",
                                    "restarts",
                                    "unstable",
                                    "reason");
                    ((ObjectNode) instance).put("state", "LAUNCHING");
                }
            }
        }
        Files.writeString(file, json.writeValueAsString(state));
    }

    private String get() {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                                    .timeout(Duration.ofSeconds(15))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (java.io.IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
