package lbm.worker.http.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lbm.worker.config.BadConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tables of requests in {@code lbm/worker/http/*.http}, each case as it stands and byte by byte. */
class RequestTableIT {

    @TempDir
    static Path home;

    private static TestSite site;
    private static final Map<String, SiteServer> SERVERS = new HashMap<>();

    @BeforeAll
    static void makeSite() throws IOException {
        site = TestSite.in(home);
        SERVERS.clear();
    }

    @TestFactory
    Stream<DynamicContainer> everyRequestGetsItsAnswer() throws IOException, URISyntaxException {
        URL folder = RequestTableIT.class.getResource("/lbm/worker/http");
        assertTrue(folder != null, "no tables");
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(folder.toURI()))) {
            files = all.filter(it -> it.toString().endsWith(".http")).sorted().toList();
        }
        List<DynamicContainer> containers = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            List<RequestTable.Case> cases = RequestTable.parse(name, Files.readString(file, UTF_8));
            containers.add(DynamicContainer.dynamicContainer(
                    name,
                    cases.stream()
                            .map(it -> DynamicTest.dynamicTest(it.name, () -> {
                                check(it, pieces(it));
                                check(it, bytes(it));
                            }))));
        }
        return containers.stream();
    }

    private static SiteServer server(String options) throws IOException, BadConfig {
        SiteServer server = SERVERS.get(options);
        if (server == null) {
            server = site.server(options);
            SERVERS.put(options, server);
        }
        return server;
    }

    private static List<String> pieces(RequestTable.Case asked) {
        return asked.pieces.stream()
                .map(it -> RequestTable.resolve(it, RequestTableIT::fact))
                .toList();
    }

    /** However it arrives, it means the same. */
    private static List<String> bytes(RequestTable.Case asked) {
        String all = String.join("", pieces(asked));
        return all.length() > 4000
                ? List.of(all)
                : all.chars().mapToObj(Character::toString).toList();
    }

    private static String fact(String what) {
        String path = what.substring(what.indexOf(':') + 1);
        try (Wire wire = new Wire(server(""))) {
            String raw = wire.ask("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
            WireAnswer answer = WireAnswer.read(raw, Set.of()).get(0);
            return answer.field(what.startsWith("etag") ? "etag" : "last-modified")
                    .orElseThrow();
        } catch (IOException | BadConfig e) {
            throw new IllegalStateException(e);
        }
    }

    private static void check(RequestTable.Case asked, List<String> pieces) throws IOException, BadConfig {
        try (Wire wire = new Wire(server(asked.options))) {
            StringBuilder output = new StringBuilder();
            for (String piece : pieces) {
                output.append(wire.ask(piece));
            }
            String all = output.toString();
            assertFalse(all.contains(TestSite.SECRET) || all.contains(home.toString()), all);
            List<WireAnswer> answers = WireAnswer.read(all, asked.heads);
            List<Integer> statuses = answers.stream().map(WireAnswer::status).toList();
            assertEquals(asked.answers.stream().map(it -> it.status).toList(), statuses, () -> WireAnswer.shown(all));
            for (int i = 0; i < answers.size(); i++) {
                check(answers.get(i));
                check(asked.answers.get(i), answers.get(i));
            }
            asked.closed.ifPresent(closed -> assertEquals(closed, wire.isClosed(), "closed"));
            boolean said = !answers.isEmpty()
                    && answers.get(answers.size() - 1)
                            .field("connection")
                            .orElse("")
                            .equals("close");
            assertEquals(said, wire.isClosed(), "what was said of the connection");
        }
    }

    /** What holds for every answer. */
    private static void check(WireAnswer answer) {
        if (answer.isFinal()) {
            assertTrue(answer.field("date").orElse("").endsWith(" GMT"), "Date");
            assertTrue(answer.field("x-content-type-options").isPresent(), "security fields");
        }
        assertFalse(answer.field("server").isPresent()
                || answer.field("x-powered-by").isPresent());
        if (answer.status() >= 400 && answer.status() != 405) {
            assertFalse(answer.field("etag").isPresent(), "an error has no tag");
            assertFalse(answer.field("cache-control").orElse("no-store").contains("max-age"), "nor is it kept");
        }
    }

    private static void check(RequestTable.Expected expected, WireAnswer answer) {
        for (String field : expected.fields) {
            if (field.startsWith("!")) {
                assertFalse(answer.field(field.substring(1)).isPresent(), field);
                continue;
            }
            int colon = field.indexOf(": ");
            String name = field.substring(0, colon);
            String value = answer.field(name).orElse("(none)");
            String wanted = RequestTable.resolve(field.substring(colon + 2), RequestTableIT::fact);
            if (wanted.startsWith("~")) {
                assertTrue(Pattern.matches(wanted.substring(1), value), name + ": " + value);
            } else {
                assertEquals(wanted, value, name);
            }
        }
        StringBuilder whole = new StringBuilder();
        List<String> parts = new ArrayList<>();
        for (String line : expected.body) {
            String text = RequestTable.resolve(line.substring(2), RequestTableIT::fact);
            switch (line.charAt(0)) {
                case '=' -> whole.append(text);
                case '?' -> assertTrue(answer.body().contains(text), answer.body());
                case '!' -> assertFalse(answer.body().contains(text), answer.body());
                default -> parts.add(text);
            }
        }
        if (expected.body.stream().anyMatch(it -> it.startsWith("="))) {
            assertEquals(whole.toString(), answer.body());
        }
        if (!parts.isEmpty()) {
            assertEquals(parts, answer.parts());
        }
    }
}
