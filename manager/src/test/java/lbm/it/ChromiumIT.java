package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A single-page app as a browser sees it: TLS, HTTP/2, deep links, the cache, the content security policy. */
@Timeout(600)
class ChromiumIT {

    private static final String INDEX = """
            <!doctype html><html><head><title>app</title>
            <link rel="icon" href="data:,"><link rel="stylesheet" href="/assets/style-9f8e7d6c.css">
            </head><body><p id="said">nothing yet</p><script src="/assets/app-1a2b3c4d.js"></script></body></html>
            """;
    private static final String SCRIPT = """
            document.getElementById('said').textContent = 'at ' + location.pathname;
            """ + "// a comment that makes it worth compressing\n".repeat(60);
    private static final String SCRIPT_PATH = "/assets/app-1a2b3c4d.js";

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void aSinglePageAppRunsInChromium() throws Exception {
        assumeTrue(Chromium.isThere(), "needs /usr/bin/chromium (Debian's package chromium)");
        lbm.home().write("site/index.html", INDEX);
        lbm.home().write("site/assets/style-9f8e7d6c.css", "p { color: rgb(1, 2, 3) }\n".repeat(60));
        lbm.home().write("site" + SCRIPT_PATH, SCRIPT);
        Files.write(lbm.home().site().resolve(SCRIPT_PATH.substring(1) + ".br"), brotli(SCRIPT));
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 2).replace("warmup: 100}", "warmup: 100, tls: {self_signed: true}}"));
        String origin = "https://localhost:" + port;
        try (Chromium browser = new Chromium(lbm.home().base().resolve("chromium"))) {
            List<Chromium.Event> first = browser.load("Page.navigate", Map.of("url", origin + "/work/deep/link"));
            assertEquals("at /work/deep/link", said(browser));
            assertEquals("rgb(1, 2, 3)", browser.evaluate("getComputedStyle(document.querySelector('p')).color"));
            JsonNode page = response(first, "/work/deep/link");
            assertEquals("h2", page.path("protocol").asText(), page::toString);
            assertEquals(200, page.path("status").asInt(), page::toString);
            assertTrue(field(page, "content-security-policy").contains("default-src"), page::toString);
            JsonNode script = response(first, SCRIPT_PATH);
            assertEquals("br", field(script, "content-encoding"), script::toString);

            List<Chromium.Event> again = browser.load("Page.reload", Map.of());
            assertEquals("at /work/deep/link", said(browser));
            assertEquals(200, response(again, "/work/deep/link").path("status").asInt());

            List<Chromium.Event> second = browser.load("Page.navigate", Map.of("url", origin + "/other"));
            assertEquals("at /other", said(browser));
            assertTrue(fromCache(second, SCRIPT_PATH), "the script was kept: " + second);
            assertFalse(fromCache(second, "/other"), "the page was asked for");

            List<Chromium.Event> complaints = browser.since(
                    0,
                    event -> event.method().equals("Runtime.exceptionThrown")
                            || event.method().equals("Log.entryAdded"));
            assertEquals(List.of(), complaints, "no violation of the policy, no error");
        }
    }

    private static String said(Chromium browser) throws Exception {
        return browser.evaluate("document.getElementById('said').textContent");
    }

    private static JsonNode response(List<Chromium.Event> events, String path) {
        return events.stream()
                .filter(event -> event.method().equals("Network.responseReceived"))
                .map(event -> event.params().path("response"))
                .filter(response -> response.path("url").asText().endsWith(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no answer for " + path + " in " + events));
    }

    private static boolean fromCache(List<Chromium.Event> events, String path) {
        JsonNode response = response(events, path);
        return response.path("fromDiskCache").asBoolean()
                || events.stream()
                        .filter(event -> event.method().equals("Network.requestServedFromCache"))
                        .anyMatch(served -> events.stream()
                                .filter(event -> event.method().equals("Network.responseReceived"))
                                .filter(event -> event.params()
                                        .path("response")
                                        .path("url")
                                        .asText()
                                        .endsWith(path))
                                .anyMatch(event -> event.params()
                                        .path("requestId")
                                        .equals(served.params().path("requestId"))));
    }

    private static String field(JsonNode response, String name) {
        return response.path("headers").properties().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .map(field -> field.getValue().asText())
                .findFirst()
                .orElse("");
    }

    /** A valid stream that leaves the bytes as they are (RFC 7932 §9.2, uncompressed meta-block). */
    private static byte[] brotli(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int header = ((bytes.length - 1) << 4) | (1 << 20);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header);
        out.write(header >> 8);
        out.write(header >> 16);
        out.writeBytes(bytes);
        out.write(3);
        return out.toByteArray();
    }
}
