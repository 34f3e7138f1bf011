package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a person sees who clones lbm: the file and the site that ship with it, asked by an HTTP client of the JDK. */
@Timeout(600)
class ShippedSiteIT {

    private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"(/[^\"]+\\.(?:js|css|svg|png|ico))\"");

    private final Path root = Path.of(System.getProperty("lbm.root"));
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void theEcosystemFileOfTheProjectServesItsSiteAsItIs() throws Exception {
        int port = Os.freePort();
        copy(root.resolve("worker/site/dist"), lbm.home().work().resolve("worker/site/dist"));
        // The ports are others, since a test may not sit on a fixed one; and a busy machine is no reason to fail.
        lbm.startFile(Files.readString(root.resolve("ecosystem.yaml"))
                .replace("8175", Integer.toString(port))
                .replace("listen_timeout: 8000", "listen_timeout: 90000")
                .replace("8176", Integer.toString(Os.freePort())));
        assertEquals(
                Runtime.getRuntime().availableProcessors(),
                lbm.pids("lightbrush-website").size());

        String index = Files.readString(root.resolve("worker/site/dist/index.html"));
        HttpResponse<String> page = get(port, "/");
        assertEquals(200, page.statusCode());
        assertEquals(index, page.body());
        assertTrue(header(page, "content-type").startsWith("text/html"), page::toString);
        assertEquals(index, get(port, "/work/some/deep/link").body());
        assertEquals(404, get(port, "/assets/missing.js").statusCode());

        List<String> assets = ASSET.matcher(index)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertTrue(assets.size() >= 3, index);
        for (String asset : assets) {
            HttpResponse<String> answer = get(port, asset);
            assertEquals(200, answer.statusCode(), asset);
            assertTrue(!header(answer, "content-type").startsWith("text/html"), asset + " " + answer.headers());
            assertEquals(
                    304,
                    get(port, asset, "If-None-Match", header(answer, "etag")).statusCode(),
                    asset);
            assertEquals(206, get(port, asset, "Range", "bytes=0-9").statusCode(), asset);
        }
        for (String attempt :
                List.of("/../../../pom.xml", "/%2e%2e/%2e%2e/%2e%2e/pom.xml", "/..%2f..%2f..%2fpom.xml")) {
            try (Client raw = new Client(port)) {
                assertTrue(raw.get(new Page(attempt, ""), false).status() >= 400, attempt);
            }
        }
    }

    @Test
    void healthAndReadyCarryTheFieldsOfTheReference() throws Exception {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 1, "env: {NODE_ENV: staging}"));
        JsonNode health = new ObjectMapper().readTree(get(port, "/health").body());
        assertEquals("healthy", health.path("status").asText(), health::toString);
        assertEquals("staging", health.path("environment").asText(), health::toString);
        for (String field : List.of("timestamp", "uptime", "memory", "loadavg", "version", "checks")) {
            assertTrue(health.has(field), field + ": " + health);
        }
        for (String check : List.of("server", "memory", "disk")) {
            assertEquals("healthy", health.path("checks").path(check).asText(), health::toString);
        }
        assertEquals(
                "{\"ready\":true}", get(port, "/ready").body().replace(" ", "").strip());
    }

    @Test
    void serveNeedsNoFile() throws Exception {
        int port = Os.freePort();
        lbm.run("serve", "site", Integer.toString(port), "--spa").expect(0);
        assertEquals(Home.INDEX, get(port, "/").body());
        assertEquals(Home.INDEX, get(port, "/deep/link").body());
        assertEquals(Home.SCRIPT, get(port, "/assets/app-0a1b2c3d.js").body());
        assertTrue(lbm.run("list").expect(0).out().contains("serve-" + port));
        lbm.run("delete", "serve-" + port).expect(0);
    }

    private HttpResponse<String> get(int port, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElseThrow(() -> new AssertionError(name + ": " + response));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.resolveSibling("."));
                Files.copy(file, copy);
            }
        }
    }
}
