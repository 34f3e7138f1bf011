package lbm.worker.http.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/2 by hand, over a real socket: what clients may do, and what they may not. */
class Http2IT {

    private static final String PAGE = "<title>hello</title>";
    private static final int CALM = (int) Http2Error.ENHANCE_YOUR_CALM.code();

    @TempDir
    static Path home;

    private TlsSite site;

    @BeforeEach
    void start() throws Exception {
        Path root = home.resolve("site");
        if (!Files.exists(root)) {
            Files.createDirectory(root);
            Files.writeString(root.resolve("index.html"), PAGE);
            Files.write(root.resolve("large.bin"), new byte[3 * 1024 * 1024]);
        }
        site = site("");
    }

    private static TlsSite site(String limits) throws Exception {
        return new TlsSite(
                home.resolve("site"),
                "{\"self_signed\":true,\"home\":\"" + home + "\"}",
                ",\"limits\":{\"body_size\":1000" + limits + "}");
    }

    /** Serves by a site that waits for nobody longer than a second. */
    private void impatient() throws Exception {
        site.close();
        site = site(",\"request_timeout\":1000,\"write_timeout\":1000");
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private RawStreams connect() throws Exception {
        return new RawStreams(site.port());
    }

    @Test
    void aStreamIsAnswered() throws Exception {
        try (RawStreams client = connect()) {
            client.get(1);
            assertEquals("200", client.status());
            assertEquals("<title>hello</title>", new String(client.content(), ISO_8859_1));
            await().atMost(60, TimeUnit.SECONDS).until(() -> site.counters().requests() == 1);
        }
    }

    @Test
    void theLimitsAreToldInTheSettings() throws Exception {
        try (RawStreams client = connect()) {
            var settings = io.netty.buffer.Unpooled.wrappedBuffer(client.next(RawStreams.SETTINGS).payload);
            boolean streams = false;
            while (settings.isReadable()) {
                int name = settings.readUnsignedShort();
                int value = settings.readInt();
                streams |= name == 3 && value == Http2Handler.STREAMS;
            }
            assertTrue(streams);
        }
    }

    @ParameterizedTest
    @CsvSource({
        ":method GET :path / :scheme https :authority x.test, 200",
        ":method GET :path / :scheme https host x.test, 200",
        ":method GET :path / :scheme https :authority x.test host X.test, 200",
        ":method GET :path / :scheme https :authority x.test host y.test, 400",
        ":method GET :path / :scheme https :authority x.test host x.test host x.test, 400",
        ":method GET :path / :scheme https :authority u@x.test, 400",
        ":method GET :path / :scheme https, 400",
        ":method GET :path x :scheme https :authority x.test, 400",
        ":method GET :path * :scheme https :authority x.test, 400",
        ":method OPTIONS :path * :scheme https :authority x.test, 204",
        ":method GET :path /missing.png :scheme https :authority x.test, 404",
        ":method GET :path /%2e%2e/x :scheme https :authority x.test, 400",
        ":method BREW :path / :scheme https :authority x.test, 405",
        ":method GET :path / :scheme https :authority x.test expect tea, 417",
        ":method GET :path / :scheme https :authority x.test range bytes=0-3, 206",
    })
    void aRequestIsAnsweredByItsFields(String fields, String status) throws Exception {
        try (RawStreams client = connect()) {
            client.get(1, fields.split(" ", -1));
            assertEquals(status, client.status());
        }
    }

    /** RFC 9113 §8.1.1, §8.2, §8.3. */
    @ParameterizedTest
    @CsvSource({
        ":method GET :path / :scheme https :authority x.test connection close",
        ":method GET :path / :scheme https :authority x.test te gzip",
        ":method GET :path / :scheme https :authority x.test X-Upper case",
        ":method GET :path / :scheme https :authority x.test :status 200",
        ":method GET :method GET :path / :scheme https :authority x.test",
        ":method GET :scheme https :authority x.test",
    })
    void aMalformedRequestIsResetOrRefused(String fields) throws Exception {
        try (RawStreams client = connect()) {
            client.get(1, fields.split(" ", -1));
            RawStreams.Frame frame = client.next();
            while (frame.type != RawStreams.RESET
                    && frame.type != RawStreams.GOAWAY
                    && frame.type != RawStreams.HEADERS) {
                frame = client.next();
            }
            assertTrue(frame.type != RawStreams.HEADERS || frame.payload.length > 0);
            assertNotEquals(PAGE.length(), site.counters().bytes(), "no page was sent");
        }
    }

    @Test
    void aTargetOrFieldsThatAreTooLongAreRefused() throws Exception {
        try (RawStreams client = connect()) {
            client.get(
                    1, ":method", "GET", ":path", "/" + "a".repeat(9000), ":scheme", "https", ":authority", "x.test");
            assertEquals("414", client.status());
            String wide = "b".repeat(4000);
            client.get(
                    3,
                    ":method",
                    "GET",
                    ":path",
                    "/",
                    ":scheme",
                    "https",
                    ":authority",
                    "x.test", //
                    "a",
                    wide,
                    "b",
                    wide,
                    "c",
                    wide,
                    "d",
                    wide,
                    "e",
                    wide);
            assertEquals("431", client.status());
        }
    }

    @Test
    void contentIsDroppedUpToTheLimitAndThenRefused() throws Exception {
        try (RawStreams client = connect()) {
            byte[] post = client.block(":method", "POST", ":path", "/", ":scheme", "https", ":authority", "x.test");
            client.frame(RawStreams.HEADERS, RawStreams.END_HEADERS, 1, post);
            client.frame(RawStreams.DATA, RawStreams.END_STREAM, 1, new byte[1000])
                    .flush();
            assertEquals("405", client.status());
            post = client.block(":method", "POST", ":path", "/", ":scheme", "https", ":authority", "x.test");
            client.frame(RawStreams.HEADERS, RawStreams.END_HEADERS, 3, post);
            client.frame(RawStreams.DATA, 0, 3, new byte[1001]).flush();
            assertEquals("413", client.status());
            RawStreams.Frame reset = client.next(RawStreams.RESET);
            assertEquals(Http2Error.NO_ERROR.code(), reset.number(0));
            client.get(5);
            assertEquals("200", client.status(), "the connection goes on");
        }
    }

    @Test
    void aClientThatWaitsToSendContentIsTold() throws Exception {
        try (RawStreams client = connect()) {
            client.frame(
                            RawStreams.HEADERS,
                            RawStreams.END_HEADERS,
                            1,
                            client.block(
                                    ":method",
                                    "GET",
                                    ":path",
                                    "/",
                                    ":scheme",
                                    "https",
                                    ":authority",
                                    "x.test", //
                                    "expect",
                                    "100-continue"))
                    .flush();
            assertEquals("100", client.status());
            client.frame(RawStreams.DATA, RawStreams.END_STREAM, 1, new byte[10])
                    .flush();
            assertEquals("200", client.status());
        }
    }

    @Test
    void oneStreamTooManyIsRefused() throws Exception {
        try (RawStreams client = connect()) {
            for (int i = 0; i <= Http2Handler.STREAMS; i++) {
                client.frame(RawStreams.HEADERS, RawStreams.END_HEADERS, 2 * i + 1, client.block());
            }
            client.flush();
            RawStreams.Frame reset = client.next(RawStreams.RESET);
            assertEquals(2 * Http2Handler.STREAMS + 1, reset.stream);
            assertEquals(Http2Error.REFUSED_STREAM.code(), reset.number(0));
        }
    }

    // ---- floods

    private interface Flood {
        void send(RawStreams client, int i) throws Exception;
    }

    private void flood(Flood flood, int frames) throws Exception {
        int error;
        try (RawStreams client = connect()) {
            try {
                for (int i = 0; i < frames; i++) {
                    flood.send(client, i);
                }
                client.flush();
            } catch (IOException e) {
                // It was ended before all of it was sent.
                assertTrue(frames > 0, e::toString);
            }
            error = client.end();
        }
        assertTrue(error == CALM || error == -1, "error " + error);
        await().atMost(60, TimeUnit.SECONDS).until(() -> site.open() == 0);
        try (RawStreams other = connect()) {
            assertEquals("200", other.get(1).status(), "others are served");
        }
    }

    @Test
    void requestsThatAreTakenBackAtOnceEndTheConnection() throws Exception {
        flood(
                (client, i) -> client.frame(
                                RawStreams.HEADERS,
                                RawStreams.END_HEADERS | RawStreams.END_STREAM,
                                2 * i + 1,
                                client.block())
                        .frame(RawStreams.RESET, 0, 2 * i + 1, new byte[] {0, 0, 0, 8}),
                2000);
    }

    @Test
    void aFloodOfSettingsEndsTheConnection() throws Exception {
        flood((client, i) -> client.frame(RawStreams.SETTINGS, 0, 0), 2000);
    }

    @Test
    void aFloodOfPingsEndsTheConnection() throws Exception {
        flood((client, i) -> client.frame(RawStreams.PING, 0, 0, new byte[8]), 2000);
    }

    @Test
    void aFloodOfUnknownFramesEndsTheConnection() throws Exception {
        flood((client, i) -> client.frame(0x77, 0, 0, new byte[8]), 2000);
    }

    @Test
    void aHeaderSectionWithoutEndEndsTheConnection() throws Exception {
        flood(
                (client, i) -> {
                    if (i == 0) {
                        client.frame(RawStreams.HEADERS, RawStreams.END_STREAM, 1, client.block());
                    }
                    client.frame(RawStreams.CONTINUATION, 0, 1, new byte[0]);
                },
                2000);
    }

    @Test
    void emptyContentWithoutEndEndsTheConnection() throws Exception {
        flood(
                (client, i) -> {
                    if (i == 0) {
                        client.frame(RawStreams.HEADERS, RawStreams.END_HEADERS, 1, client.block());
                    }
                    client.frame(RawStreams.DATA, 0, 1, new byte[0]);
                },
                2000);
    }

    // ---- slow clients

    @Test
    void aRequestThatNeverEndsIsReset() throws Exception {
        impatient();
        try (RawStreams client = connect()) {
            client.frame(RawStreams.HEADERS, RawStreams.END_HEADERS, 1, client.block())
                    .flush();
            assertEquals(Http2Error.CANCEL.code(), client.next(RawStreams.RESET).number(0));
            client.get(3);
            assertEquals("200", client.status());
        }
    }

    @Test
    void anAnswerNobodyTakesIsReset() throws Exception {
        impatient();
        byte[] noWindow = {0, 4, 0, 0, 0, 0};
        try (RawStreams client = new RawStreams(site.port(), noWindow)) {
            client.get(1, ":method", "GET", ":path", "/large.bin", ":scheme", "https", ":authority", "x.test");
            assertEquals("200", client.status());
            assertEquals(Http2Error.CANCEL.code(), client.next(RawStreams.RESET).number(0));
        }
        await().atMost(60, TimeUnit.SECONDS).until(() -> site.open() == 0);
    }

    // ---- leaving

    @Test
    void whoLeavesAnswersWhatWasBegunAndSaysWhatWasNot() throws Exception {
        try (RawStreams client = connect()) {
            client.frame(RawStreams.HEADERS, RawStreams.END_HEADERS, 1, client.block())
                    .flush();
            client.next(RawStreams.SETTINGS);
            await().atMost(60, TimeUnit.SECONDS).until(() -> site.open() == 1);
            site.drain(120_000);
            RawStreams.Frame first = client.next(RawStreams.GOAWAY);
            assertEquals(Integer.MAX_VALUE, first.number(0));
            assertEquals(Http2Error.NO_ERROR.code(), first.number(4));
            byte[] ping = client.next(RawStreams.PING).payload;
            client.frame(RawStreams.PING, RawStreams.ACK, 0, ping).flush();
            RawStreams.Frame second = client.next(RawStreams.GOAWAY);
            assertEquals(1, second.number(0));
            client.frame(RawStreams.DATA, RawStreams.END_STREAM, 1, new byte[1]).flush();
            assertEquals("200", client.status());
            assertArrayEquals("<title>hello</title>".getBytes(ISO_8859_1), client.content());
            assertNotEquals(CALM, client.end());
            await().atMost(60, TimeUnit.SECONDS).until(() -> site.open() == 0);
        }
    }
}
