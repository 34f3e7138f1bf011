package lbm.worker.http.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that are broken at random, in pieces cut at random. Whatever comes, every answer has the length it announced,
 * nothing fails inside, and the same bytes mean the same however they arrive.
 *
 * <p>{@code -Dlbm.fuzz.seconds=600} runs longer; {@code -Dlbm.fuzz.seed=...} repeats one failure.
 */
class RequestFuzzIT {

    private static final String OPTIONS =
            "\"listing\":true,\"html_extension\":true,\"limits\":{\"header_size\":2048,\"line_size\":1024,\"body_size\":64}";

    private static final String[] TARGETS = {
        "/",
        "/sub/",
        "/sub",
        "/missing",
        "/about",
        "/letters.bin",
        "/digits.txt",
        "/list/",
        "/%2e%2e/outside.txt",
        "/a%20b.txt?x=%00",
        "http://x/sub/",
        "/.env",
        "/linked/outside.txt",
        "*",
        "/health",
        "/ready",
    };

    private static final String[] FIELDS = {
        "Host: x",
        "Connection: close",
        "Connection: keep-alive",
        "Content-Length: 5",
        "Content-Length: 0",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip, chunked",
        "Expect: 100-continue",
        "Range: bytes=0-4",
        "Range: bytes=0-4,600-700,-5",
        "Range: bytes=999999999-",
        "If-None-Match: *",
        "If-None-Match: W/\"a\", \"b",
        "If-Match: \"x\"",
        "If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT",
        "If-Unmodified-Since: Sun, 06-Nov-94 08:49:37 GMT",
        "If-Range: Mon Jan  1 00:00:00 2024",
        "Accept: application/json;q=0.9, */*;q=0.",
        "Accept-Encoding: gzip, br;q=0, *",
        "Sec-WebSocket-Key1: 1",
        "Sec-WebSocket-Key2: 2",
        "Upgrade: h2c",
        "Cookie: a=b",
    };

    private static final String[] BODIES = {
        "",
        "hello",
        "5\r\nhello\r\n0\r\n\r\n",
        "0\r\nX: y\r\n\r\n",
        "1;a=\"b\"\r\nx\r\n00\r\n\r\n",
        "ffffffff\r\n",
        "5\r\nhel",
    };

    private static final Set<Integer> AT_LIMIT = Set.of(414, 431);

    private static final String SPICE = "\r\n\t \0:;,/\\%.*#?@[]()=\"\u007f\u0080\u00ff\u000b09afAFzZ-+";

    @TempDir
    Path home;

    @Test
    void whateverComesIsAnsweredInOneWay() throws Exception {
        SiteServer server = TestSite.in(home).server(OPTIONS);
        Long given = Long.getLong("lbm.fuzz.seed");
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("lbm.fuzz.seconds", 4));
        long seed = given == null ? System.nanoTime() : given;
        PrintStream console = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(new Ears(Thread.currentThread(), said, console), true, UTF_8));
        int runs = 0;
        try {
            do {
                run(server, seed);
                assertEquals("", said.toString(UTF_8), "something was logged");
                runs++;
                seed++;
            } while (given == null && System.nanoTime() < until);
        } catch (Throwable e) {
            throw new AssertionError("-Dlbm.fuzz.seed=" + seed + " fails after " + runs + " runs", e);
        } finally {
            System.setErr(console);
        }
        assertTrue(runs > 0);
    }

    /** Keeps what one thread says: threads of an earlier class may still have something to say, too. */
    private static final class Ears extends OutputStream {
        private final Thread heard;
        private final OutputStream said;
        private final OutputStream others;

        Ears(Thread heard, OutputStream said, OutputStream others) {
            this.heard = heard;
            this.said = said;
            this.others = others;
        }

        @Override
        public void write(int b) throws IOException {
            (Thread.currentThread() == heard ? said : others).write(b);
        }
    }

    private static void run(SiteServer server, long seed) {
        Random random = new Random(seed);
        List<String> requests = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            requests.add(request(random));
        }
        String sent = String.join("", requests);
        for (int i = random.nextInt(5) - 1; i > 0; i--) {
            sent = mutated(sent, random);
        }
        String all = sent;
        String whole = answered(server, List.of(sent));
        String cut = answered(server, pieces(sent, random));
        List<Integer> once = statuses(whole);
        List<Integer> twice = statuses(cut);
        // A line that ends at the limit is within it or not, as its last byte comes with the others or later.
        if (once.stream().noneMatch(AT_LIMIT::contains) && twice.stream().noneMatch(AT_LIMIT::contains)) {
            assertEquals(once, twice, () -> WireAnswer.shown(all));
        }
    }

    private static String request(Random random) {
        String method = pick(random, "GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PRI", "get", "CONNECT");
        String version =
                pick(random, "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "http/1.1", "HTTP/1.2");
        StringBuilder out = new StringBuilder();
        out.append(method)
                .append(' ')
                .append(pick(random, TARGETS))
                .append(' ')
                .append(version)
                .append("\r\n");
        if (random.nextInt(10) > 0) {
            out.append("Host: x\r\n");
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            out.append(pick(random, FIELDS)).append("\r\n");
        }
        return out.append("\r\n")
                .append(random.nextInt(3) == 0 ? pick(random, BODIES) : "")
                .toString();
    }

    private static String mutated(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(12));
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, at) + spice(random) + text.substring(at);
            case 1 -> text.substring(0, at) + text.substring(to);
            case 2 -> text.substring(0, to) + text.substring(at);
            case 3 -> text.substring(0, at) + pick(random, FIELDS) + "\r\n" + text.substring(at);
            case 4 ->
                text.substring(0, at) + String.valueOf(spice(random)).repeat(random.nextInt(3000)) + text.substring(at);
            default -> at < text.length() ? text.substring(0, at) + spice(random) + text.substring(at + 1) : text;
        };
    }

    private static char spice(Random random) {
        return SPICE.charAt(random.nextInt(SPICE.length()));
    }

    private static List<String> pieces(String text, Random random) {
        Set<Integer> cuts = new TreeSet<>();
        boolean bytes = random.nextInt(4) == 0;
        for (int i = bytes ? text.length() : random.nextInt(8); i > 0; i--) {
            cuts.add(bytes ? i : random.nextInt(text.length() + 1));
        }
        cuts.add(text.length());
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            pieces.add(text.substring(from, cut));
            from = cut;
        }
        return pieces;
    }

    private static String answered(SiteServer server, List<String> pieces) {
        StringBuilder out = new StringBuilder();
        try (Wire wire = new Wire(server)) {
            for (String piece : pieces) {
                out.append(wire.ask(piece));
            }
            assertTrue(wire.channel().isActive() || wire.exit().closed, "cut off");
            assertEquals(out.toString().contains("\r\nConnection: close\r\n"), wire.exit().closed, "what was said");
            if (!wire.exit().closed && !wire.conversation().idle()) {
                // Something is half read: its time runs out and it is told so.
                assertFalse(wire.conversation().overdue(0));
                assertTrue(wire.conversation().overdue(Long.MAX_VALUE));
                String told = wire.take();
                assertTrue(told.startsWith("HTTP/1.1 408 "), told);
            }
        }
        return out.toString();
    }

    /** Which answers came; those to HEAD are told by what follows them. */
    private static List<Integer> statuses(String output) {
        assertFalse(output.contains(TestSite.SECRET), output);
        List<Integer> statuses = new ArrayList<>();
        int at = 0;
        while (at < output.length()) {
            WireAnswer first = first(output, at);
            assertTrue(first.status() != 500, () -> WireAnswer.shown(output));
            // Which of two mistakes is seen first may depend on the pieces; that it is refused does not.
            statuses.add(first.status() == 413 ? 400 : first.status());
            at = output.indexOf("\r\n\r\n", at) + 4 + first.body().length();
        }
        return statuses;
    }

    private static WireAnswer first(String output, int at) {
        int end = output.indexOf("\r\n\r\n", at) + 4;
        assertTrue(end > at + 4, () -> WireAnswer.shown(output.substring(at)));
        WireAnswer head = WireAnswer.read(output.substring(at, end), Set.of(0)).get(0);
        boolean none = head.status() < 200 || head.status() == 204 || head.status() == 304;
        int length = none ? 0 : Integer.parseInt(head.field("Content-Length").orElseThrow());
        // No content of this site begins like an answer.
        if (output.startsWith("HTTP/1.1 ", end) || end == output.length()) {
            return head;
        }
        assertTrue(end + length <= output.length(), "cut");
        return new WireAnswer(head.status(), head.fields(), output.substring(end, end + length));
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
