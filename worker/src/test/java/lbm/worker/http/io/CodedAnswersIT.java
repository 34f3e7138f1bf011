package lbm.worker.http.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.FileRegion;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import lbm.worker.config.Serve;
import lbm.worker.content.io.Codings;
import lbm.worker.http.Counters;
import lbm.worker.intake.io.Exit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Codings on the wire: raw requests in, raw answers out. */
class CodedAnswersIT {

    private static final String TEXT = "body { color: green }\n".repeat(200);

    @TempDir
    Path home;

    private final Queue<Runnable> loop = new ConcurrentLinkedQueue<>();
    private EmbeddedChannel channel = new EmbeddedChannel();

    /** The body's bytes are the characters of the text. */
    private record Got(String head, String body) {
        String field(String name) {
            Matcher line = Pattern.compile("(?mi)^" + name + ": ([^\r\n]*)").matcher(head);
            return line.find() ? line.group(1) : "";
        }

        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }
    }

    @BeforeEach
    void site() throws Exception {
        Path root = Files.createDirectory(home.resolve("site"));
        Files.writeString(root.resolve("a.css"), TEXT);
        Files.writeString(root.resolve("small.css"), "a{}");
        Files.write(root.resolve("a.png"), new byte[5000]);
        Files.writeString(root.resolve("b.js"), "plain plain");
        Files.writeString(root.resolve("b.js.gz"), "0123456789");
        Serve serve = Serve.parse("{\"root\":\"" + root + "\"}");
        Codings codings = Codings.of(serve.compression(), home.resolve("compressed"), loop::add);
        codings.start();
        Probe probe = new Probe(root, "1.2.3", "test", () -> 0);
        SiteServer server = SiteServer.of(serve, 1 << 20, codings, probe, () -> true, new Counters());
        channel = new EmbeddedChannel();
        server.greet(channel, new Stays(), "127.0.0.1:80");
    }

    @AfterEach
    void enough() {
        channel.finishAndReleaseAll();
        // It may still write into the folder that goes away now.
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("compress")));
    }

    private static final class Stays implements Exit {
        @Override
        public boolean lastAnswer() {
            return false;
        }

        @Override
        public void answered() {}

        @Override
        public boolean closing() {
            return false;
        }

        @Override
        public void close() {}

        @Override
        public void closeAsAsked() {}
    }

    private Got get(String path, String... fields) throws IOException {
        return ask("GET", path, fields);
    }

    private Got ask(String method, String path, String... fields) throws IOException {
        String raw = method + " " + path + " HTTP/1.1\r\nHost: a\r\n"
                + String.join(
                        "",
                        java.util.Arrays.stream(fields).map(it -> it + "\r\n").toList()) + "\r\n";
        channel.writeInbound(Unpooled.copiedBuffer(raw, ISO_8859_1));
        channel.runPendingTasks();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object message = channel.readOutbound(); message != null; message = channel.readOutbound()) {
            if (message instanceof ByteBuf bytes) {
                bytes.getBytes(bytes.readerIndex(), out, bytes.readableBytes());
                bytes.release();
            } else if (message instanceof FileRegion region) {
                region.transferTo(Channels.newChannel(out), 0);
                region.release();
            }
        }
        String all = out.toString(ISO_8859_1);
        int end = all.indexOf("\r\n\r\n") + 4;
        return new Got(all.substring(0, end), all.substring(end));
    }

    /** As soon as it is made. */
    private Got coded(String path, String coding) {
        Got[] got = new Got[1];
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> {
            for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
                task.run();
            }
            got[0] = get(path, "Accept-Encoding: " + coding);
            return got[0].field("Content-Encoding").equals(coding);
        });
        return got[0];
    }

    @Test
    void theFirstAnswerIsPlainAndALaterOneCompressed() throws IOException {
        Got plain = get("/a.css", "Accept-Encoding: gzip");
        assertEquals("", plain.field("Content-Encoding"));
        assertEquals("Accept-Encoding", plain.field("Vary"));
        assertEquals(TEXT, plain.body());
        Got gzip = coded("/a.css", "gzip");
        assertEquals("Accept-Encoding", gzip.field("Vary"));
        assertEquals(String.valueOf(gzip.body().length()), gzip.field("Content-Length"));
        assertNotEquals(plain.field("ETag"), gzip.field("ETag"));
        assertEquals(plain.field("Content-Type"), gzip.field("Content-Type"));
        assertEquals(
                TEXT,
                new String(
                        new GZIPInputStream(new ByteArrayInputStream(gzip.body().getBytes(ISO_8859_1))).readAllBytes(),
                        ISO_8859_1));
    }

    @Test
    void headIsAnsweredAsGetWithoutTheBody() throws IOException {
        Got gzip = coded("/a.css", "gzip");
        Got head = ask("HEAD", "/a.css", "Accept-Encoding: gzip");
        assertEquals(0, head.body().length());
        for (String name : new String[] {"Content-Length", "Content-Encoding", "ETag", "Vary", "Content-Type"}) {
            assertEquals(gzip.field(name), head.field(name), name);
        }
    }

    @Test
    void aValidCopyIsNotSentAgainWhicheverItsCodingIs() throws IOException {
        Got plain = get("/a.css");
        Got gzip = coded("/a.css", "gzip");
        Got brotli = coded("/a.css", "br");
        for (Got copy : new Got[] {plain, gzip, brotli}) {
            Got again = get("/a.css", "Accept-Encoding: gzip, br", "If-None-Match: " + copy.field("ETag"));
            assertEquals(304, again.status());
            assertEquals(copy.field("ETag"), again.field("ETag"));
            assertEquals("Accept-Encoding", again.field("Vary"));
            assertEquals("", again.field("Content-Encoding"));
        }
        assertEquals(200, get("/a.css", "If-None-Match: " + gzip.field("ETag")).status(), "not for whom it is no copy");
        assertEquals(412, get("/a.css", "If-Match: " + gzip.field("ETag")).status());
        assertEquals(
                200,
                get("/a.css", "Accept-Encoding: gzip, br", "If-Match: " + gzip.field("ETag"))
                        .status());
    }

    @Test
    void aDownloadGoesOnWithTheBytesItBeganWith() throws IOException {
        Got plain = get("/a.css");
        Got gzip = coded("/a.css", "gzip");
        for (Got begun : new Got[] {plain, gzip}) {
            Got rest =
                    get("/a.css", "Accept-Encoding: gzip, br", "Range: bytes=7-", "If-Range: " + begun.field("ETag"));
            assertEquals(206, rest.status());
            assertEquals(begun.field("Content-Encoding"), rest.field("Content-Encoding"));
            assertEquals(
                    "bytes 7-" + (begun.body().length() - 1) + "/"
                            + begun.body().length(),
                    rest.field("Content-Range"));
            assertEquals(begun.body().substring(7), rest.body());
        }
    }

    @Test
    void aPartWithoutATagIsOfThePlainBytesOrOfASibling() throws IOException {
        coded("/a.css", "gzip");
        Got part = get("/a.css", "Accept-Encoding: gzip", "Range: bytes=0-3");
        assertEquals(206, part.status());
        assertEquals("body", part.body());
        assertEquals("", part.field("Content-Encoding"));
        Got sibling = get("/b.js", "Accept-Encoding: gzip", "Range: bytes=2-4");
        assertEquals("234", sibling.body());
        assertEquals("gzip", sibling.field("Content-Encoding"));
        assertEquals("bytes 2-4/10", sibling.field("Content-Range"));
        assertEquals(
                416, get("/b.js", "Accept-Encoding: gzip", "Range: bytes=10-").status());
        assertEquals(206, get("/b.js", "Range: bytes=10-").status());
    }

    @Test
    void whatIsCompressedAlreadyOrTooSmallIsSentAsItIs() throws IOException {
        Got picture = get("/a.png", "Accept-Encoding: gzip");
        assertEquals("", picture.field("Content-Encoding"));
        assertEquals("", picture.field("Vary"));
        Got small = get("/small.css", "Accept-Encoding: gzip");
        assertEquals("", small.field("Content-Encoding"));
        assertEquals("Accept-Encoding", small.field("Vary"));
        assertTrue(loop.isEmpty());
    }

    @Test
    void severalLinesOfAcceptEncodingAreOneList() throws IOException {
        assertEquals(
                "gzip",
                get("/b.js", "Accept-Encoding: deflate", "Accept-Encoding: gzip")
                        .field("Content-Encoding"));
        assertFalse(get("/b.js", "Accept-Encoding: gzip;q=0", "Accept-Encoding: gzip")
                .field("Content-Encoding")
                .equals("gzip"));
    }
}
