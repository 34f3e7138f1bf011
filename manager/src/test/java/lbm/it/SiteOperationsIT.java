package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the workers of an app do together, and what the manager tells of it. */
@Timeout(600)
class SiteOperationsIT {

    private static final Page INDEX = new Page("/", Home.INDEX);

    @RegisterExtension
    final Lbm lbm = new Lbm();

    private final int port = Os.freePort();

    private void start(int instances, String options) {
        lbm.startFile(String.join(
                "\n",
                "apps:",
                "  - name: site",
                "    script: serve",
                "    exec_mode: cluster",
                "    instances: " + instances,
                "    host: 127.0.0.1",
                "    port: " + port,
                "    listen_timeout: 90s",
                "    serve: {root: site, spa: true, warmup: 100, " + options + "}",
                ""));
    }

    /** So many requests over so many connections at once; how many were answered with 200. */
    private int allowed(int connections, int each) throws Exception {
        AtomicInteger allowed = new AtomicInteger();
        AtomicInteger other = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(connections);
        for (int c = 0; c < connections; c++) {
            clients.execute(() -> {
                try (Client client = new Client(port)) {
                    for (int i = 0; i < each; i++) {
                        int status = client.get(INDEX, true).status();
                        (status == 200 ? allowed : other).addAndGet(status == 200 || status == 429 ? 1 : 1_000_000);
                    }
                } catch (IOException e) {
                    other.addAndGet(1_000_000);
                }
            });
        }
        clients.shutdown();
        assertTrue(clients.awaitTermination(120, TimeUnit.SECONDS));
        assertEquals(connections * each, allowed.get() + other.get(), "each is answered with 200 or 429");
        return allowed.get();
    }

    @Test
    void theRateLimitIsOneForAllWorkersAndHoldsOverAReloadAndAKill() throws Exception {
        start(2, "rate_limit: {window: 15m, max: 300}");
        List<Long> pids = lbm.pids("site");
        assertEquals(200, allowed(8, 25));
        lbm.run("reload", "site").expect(0);
        assertFalse(lbm.pids("site").stream().anyMatch(pids::contains));
        long victim = lbm.pids("site").get(0);
        Os.signal("KILL", victim);
        lbm.await("two workers", () -> lbm.online("site", 2, List.of(victim)));
        assertEquals(100, allowed(8, 50));
        assertEquals(0, allowed(8, 5));
        try (Client client = new Client(port)) {
            assertEquals(200, client.get(new Page("/health", ""), true).status());
            assertEquals(429, client.get(INDEX, true).status());
        }
    }

    @Test
    void theManagerTellsRateErrorsAndTimesOfAnInstanceOverItsReloads() throws Exception {
        start(1, "compression: false");
        allowed(4, 100);
        lbm.run("reload", "site").expect(0);
        allowed(4, 25);
        lbm.await("all are counted", () -> metric("Requests").path("value").asLong() == 500);
        // Asked once: rates and times are those of the last minute.
        JsonNode all = metrics();
        assertEquals(500, all.path("Responses 2xx").path("value").asLong());
        assertEquals(0, all.path("Responses 5xx").path("value").asLong());
        assertEquals("req/min", all.path("HTTP").path("unit").asText());
        assertTrue(all.path("HTTP P99 Latency").path("value").asDouble() > 0);
        String described = lbm.run("describe", "site").expect(0).out();
        for (String row : List.of("rate", "p50, p95, p99", "from memory", "over the rate limit", "open connections")) {
            assertTrue(described.contains("  " + row + "  "), described);
        }
        lbm.killManager();
        lbm.run("start").expect(0);
        lbm.await(
                "counters of the living worker",
                () -> metric("Requests").path("value").asLong() >= 100);
    }

    private JsonNode metric(String name) {
        return metrics().path(name);
    }

    private JsonNode metrics() {
        return lbm.jlist().path(0).path("pm2_env").path("axm_monitor");
    }

    @Test
    void workersWriteWholeLinesIntoOneFileThatMayBeMovedAway() throws Exception {
        start(2, "access_log: json");
        Path file = lbm.home().home().resolve("logs/site-access.log");
        allowed(8, 100);
        lbm.await("800 lines", () -> lines(file).size() == 800);
        Path moved = file.resolveSibling("moved.log");
        Files.move(file, moved);
        lbm.await("a new file", () -> {
            try (Client client = new Client(port)) {
                client.get(INDEX, false);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return Files.exists(file);
        });
        Set<String> workers = new HashSet<>();
        for (String line : lines(moved)) {
            JsonNode entry = new com.fasterxml.jackson.databind.ObjectMapper().readTree(line);
            assertTrue(entry.path("status").asInt() == 200, line);
            workers.add(entry.path("worker").asText());
        }
        assertEquals(Set.of("site:0", "site:1"), workers);
    }

    @Test
    void connectionsThatComeOneByOneGoRound() throws Exception {
        start(2, "access_log: json");
        Path file = lbm.home().home().resolve("logs/site-access.log");
        boolean undisturbed = false;
        for (int all = 10; !undisturbed; all += 10) {
            lbm.await("both workers are heard", () -> told("has been silent") == told("is heard again"));
            long silences = told("has been silent");
            for (int i = 0; i < 10; i++) {
                try (Client client = new Client(port)) {
                    assertEquals(200, client.get(INDEX, false).status());
                }
            }
            int expected = all;
            lbm.await(expected + " lines", () -> lines(file).size() == expected);
            // A worker that had no turn of the machine for a while is passed over, as it should be.
            undisturbed = told("has been silent") == silences;
        }
        List<String> all = lines(file);
        long first = all.subList(all.size() - 10, all.size()).stream()
                .filter(line -> line.contains("\"site:0\""))
                .count();
        assertEquals(5, first);
    }

    /** How often the manager has said so. */
    private long told(String what) {
        return lbm.home()
                .read("lbm.log")
                .lines()
                .filter(line -> line.contains(what))
                .count();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    @Test
    void serveAsksForAPasswordThatNobodyElseLearns() throws Exception {
        String secret = "xyzzy-4711";
        Map<String, String> variables = Map.of(
                "PM2_SERVE_BASIC_AUTH", "true",
                "PM2_SERVE_BASIC_AUTH_USERNAME", "studio",
                "PM2_SERVE_BASIC_AUTH_PASSWORD", secret);
        lbm.run(variables, "serve", "site", Integer.toString(port), "--spa").expect(0);
        assertEquals(401, status("/", ""));
        assertEquals(401, status("/", "studio:wrong"));
        assertEquals(200, status("/", "studio:" + secret));
        assertEquals(200, status("/health", ""));
        String name = "serve-" + port;
        assertFalse(lbm.run("describe", name).expect(0).everything().contains(secret));
        assertFalse(lbm.run("jlist").expect(0).everything().contains(secret));
        assertFalse(lbm.run("list").expect(0).everything().contains(secret));
        long pid = lbm.pids(name).get(0);
        assertFalse(Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains(secret));
        for (Path file : filesOf(lbm.home().home())) {
            boolean forOthers = Files.getPosixFilePermissions(file).stream()
                    .anyMatch(permission -> !permission.name().startsWith("OWNER"));
            assertFalse(forOthers && text(file).contains(secret), () -> file + " tells the password");
        }
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    private int status(String path, String login) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        if (!login.isEmpty()) {
            String encoded = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
            connection.setRequestProperty("Authorization", "Basic " + encoded);
        }
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
