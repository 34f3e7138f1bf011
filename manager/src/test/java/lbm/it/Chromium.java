package lbm.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A headless Chromium with one page, driven over its DevTools protocol. Trusts every certificate. */
final class Chromium implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECONDS = 120;

    /** An event of the page. */
    record Event(String method, JsonNode params) {}

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();

    /** Debian's command; other systems have other names and no test. */
    static boolean isThere() {
        return Files.isExecutable(Path.of("/usr/bin/chromium"));
    }

    Chromium(Path folder) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/chromium",
                "--headless=new",
                // Root has no user namespace to put its pages into.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--ignore-certificate-errors",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank"));
        Files.createDirectories(folder);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        // It leaves files in its temporary folder when it is killed.
        builder.environment().put("TMPDIR", folder.toString());
        process = builder.start();
        try {
            socket = connect(folder.resolve("DevToolsActivePort"));
        } catch (Exception e) {
            close(process);
            throw new IOException("Chromium: " + Files.readString(folder.resolve("chromium.log")), e);
        }
        for (String domain : List.of("Page", "Network", "Log", "Runtime")) {
            call(domain + ".enable", Map.of());
        }
    }

    private WebSocket connect(Path portFile) throws Exception {
        Awaitility.await("Chromium is there")
                .atMost(SECONDS, TimeUnit.SECONDS)
                .until(() ->
                        Files.exists(portFile) && Files.readAllLines(portFile).size() > 1);
        URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(portFile).get(0) + "/json/list");
        HttpClient http = HttpClient.newHttpClient();
        JsonNode pages =
                JSON.readTree(http.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
        for (JsonNode page : pages) {
            if (page.path("type").asText().equals("page")) {
                URI address = URI.create(page.path("webSocketDebuggerUrl").asText());
                return http.newWebSocketBuilder()
                        .buildAsync(address, new Reader())
                        .get(SECONDS, TimeUnit.SECONDS);
            }
        }
        throw new IOException("no page in " + pages);
    }

    /** Runs a command of the protocol and waits for its result. */
    JsonNode call(String method, Map<String, Object> params) throws Exception {
        int id = ids.incrementAndGet();
        ObjectNode request = JSON.createObjectNode().put("id", id).put("method", method);
        request.set("params", JSON.valueToTree(params));
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(request.toString(), true).get(SECONDS, TimeUnit.SECONDS);
        JsonNode got = answer.get(SECONDS, TimeUnit.SECONDS);
        if (got.has("error")) {
            throw new IOException(method + ": " + got.path("error"));
        }
        return got.path("result");
    }

    /** Does something that loads the page and waits until it is loaded; the events since then. */
    List<Event> load(String method, Map<String, Object> params) throws Exception {
        int before = events.size();
        call(method, params);
        Awaitility.await("the page is loaded")
                .atMost(SECONDS, TimeUnit.SECONDS)
                .until(() -> since(before, e -> e.method().equals("Page.loadEventFired"))
                                .size()
                        > 0);
        return since(before, e -> true);
    }

    List<Event> since(int before, Predicate<Event> which) {
        List<Event> all = List.copyOf(events);
        return all.subList(before, all.size()).stream().filter(which).toList();
    }

    /** Value of an expression in the page, as text. */
    String evaluate(String expression) throws Exception {
        return call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true))
                .path("result")
                .path("value")
                .asText();
    }

    @Override
    public void close() {
        socket.abort();
        close(process);
    }

    private static void close(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    private final class Reader implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void take(String message) {
            try {
                JsonNode json = JSON.readTree(message);
                if (json.has("id")) {
                    CompletableFuture<JsonNode> answer =
                            answers.remove(json.path("id").asInt());
                    if (answer != null) {
                        answer.complete(json);
                    }
                } else {
                    events.add(new Event(json.path("method").asText(), json.path("params")));
                }
            } catch (IOException e) {
                events.add(new Event("broken", JSON.getNodeFactory().textNode(message)));
            }
        }
    }
}
