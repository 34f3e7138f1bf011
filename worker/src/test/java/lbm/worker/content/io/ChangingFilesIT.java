package lbm.worker.content.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aayushatharva.brotli4j.decoder.Decoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import lbm.worker.config.Compression;
import lbm.worker.content.Conditions;
import lbm.worker.content.FieldLines;
import lbm.worker.content.Heads;
import lbm.worker.content.Lookup;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody writes while somebody else reads, and codings are made meanwhile. */
class ChangingFilesIT {

    private static final long SECOND = 1_000_000_000L;
    private static final String ALL = "br, gzip";

    @TempDir
    Path home;

    private final Queue<Runnable> loop = new ConcurrentLinkedQueue<>();
    private Path root = Path.of("/");
    private long now;
    private volatile boolean writing = true;

    @BeforeEach
    void folder() throws IOException {
        root = Files.createDirectory(home.resolve("root"));
    }

    @AfterEach
    void enough() {
        writing = false;
        // It may still write into the folder that goes away now.
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("compress")));
    }

    private Site site() throws IOException {
        Compression rules = new Compression(List.of("br", "gzip"), 1, 1 << 24);
        Codings codings = Codings.of(rules, home.resolve("compressed"), loop::add);
        codings.start();
        return new Site(root, 1 << 20, () -> now, file -> Heads.of(file, FieldLines.NONE), codings);
    }

    private void runLoop() {
        for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
            task.run();
        }
    }

    private static byte[] version(int number, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) ('a' + number % 26));
        return bytes;
    }

    /** What a client would get, decoded; empty: the file was just being replaced. */
    private Optional<byte[]> get(Site site, String accept, Map<String, byte[]> tags) throws IOException {
        if (!(site.find("/a.js") instanceof Lookup.Found<StoredFile> found)) {
            return Optional.empty();
        }
        StoredFile file = site.choose(found.file(), accept, Conditions.NONE);
        byte[] body;
        if (file.body().isPresent()) {
            body = new byte[file.body().get().readableBytes()];
            file.body().get().getBytes(0, body);
        } else {
            Optional<FileChannel> open = site.open(file);
            if (open.isEmpty()) {
                return Optional.empty();
            }
            try (FileChannel channel = open.get()) {
                body = Channels.newInputStream(channel).readAllBytes();
            }
        }
        byte[] before = tags.putIfAbsent(file.representation().etag(), body);
        if (before != null) {
            assertArrayEquals(before, body, "one tag, one body");
        }
        return Optional.of(decoded(body, file.heads().whole().get("Content-Encoding")));
    }

    /** Written so fast that no state of it can be caught is an error, and said to be one. */
    private Optional<byte[]> getOrFail(Site site, String accept, Map<String, byte[]> tags) {
        try {
            return get(site, accept, tags);
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("changes all the time"), e.toString());
            return Optional.empty();
        }
    }

    private static byte[] decoded(byte[] body, String encoding) throws IOException {
        return switch (encoding) {
            case "br" -> Decoder.decompress(body).getDecompressedData();
            case "gzip" -> new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            default -> body;
        };
    }

    @ParameterizedTest
    @CsvSource({"5000", "400000"})
    void aFileReplacedAllTheTimeIsAlwaysAnsweredWhole(int size) throws Exception {
        Files.write(root.resolve("a.js"), version(0, size));
        Thread writer = new Thread(() -> {
            try {
                for (int i = 1; writing; i++) {
                    Files.write(home.resolve("fresh"), version(i, size));
                    Files.move(home.resolve("fresh"), root.resolve("a.js"), StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        writer.start();
        Site site = site();
        Map<String, byte[]> tags = new ConcurrentHashMap<>();
        long end = System.nanoTime() + 2 * SECOND;
        int answers = 0;
        while (System.nanoTime() - end < 0 || answers <= 10) {
            now += SECOND / 3;
            runLoop();
            Optional<byte[]> body = getOrFail(site, answers % 2 == 0 ? ALL : "", tags);
            if (body.isPresent()) {
                assertEquals(size, body.get().length);
                assertArrayEquals(version(body.get()[0] - 'a', size), body.get(), "of one piece");
            }
            answers++;
        }
        writing = false;
        writer.join();
        Files.write(root.resolve("a.js"), version(25, size));
        now += SECOND;
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> {
            runLoop();
            byte[] body = get(site, ALL, tags).orElseThrow();
            assertEquals('z', body[0], "never what was there before");
            return site.find("/a.js") instanceof Lookup.Found<StoredFile> found
                    && site.choose(found.file(), ALL, Conditions.NONE)
                            .heads()
                            .whole()
                            .get("Content-Encoding")
                            .equals("br");
        });
    }

    @Test
    void aFileWrittenOverInPlaceIsSeenAlthoughItsTimeAndSizeStay() throws Exception {
        Path file = Files.write(root.resolve("a.js"), version(0, 3000));
        var time = Files.getLastModifiedTime(file);
        Site site = site();
        Map<String, byte[]> tags = new ConcurrentHashMap<>();
        for (int i = 1; i < 50; i++) {
            assertEquals('a' + (i - 1) % 26, get(site, "", tags).orElseThrow()[0]);
            Files.write(file, version(i, 3000));
            Files.setLastModifiedTime(file, time);
            now += SECOND;
        }
    }

    @Test
    void aCodingOfTheFileBeforeNeverBelongsToTheFileAfter() throws Exception {
        Path file = Files.write(root.resolve("a.js"), version(0, 200_000));
        Site site = site();
        Map<String, byte[]> tags = new ConcurrentHashMap<>();
        get(site, ALL, tags); // both codings are asked for, and come when the file is another one
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> loop.size() == 2);
        Files.write(home.resolve("fresh"), version(1, 200_000));
        Files.move(home.resolve("fresh"), file, StandardCopyOption.ATOMIC_MOVE);
        now += SECOND;
        assertEquals('b', get(site, ALL, tags).orElseThrow()[0]);
        runLoop();
        assertEquals('b', get(site, ALL, tags).orElseThrow()[0]);
        Files.delete(file);
        now += SECOND;
        assertEquals(Optional.empty(), get(site, ALL, tags));
    }

    @Test
    void anotherWorkerFindsWhatOneHasMade() throws Exception {
        Files.write(root.resolve("a.js"), version(0, 200_000));
        Map<String, byte[]> tags = new ConcurrentHashMap<>();
        Site one = site();
        get(one, ALL, tags);
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> loop.size() == 2);
        runLoop();
        long made = bodies();
        assertEquals(2, made);
        Site other = site();
        get(other, ALL, tags);
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> loop.size() == 2);
        runLoop();
        get(one, ALL, tags);
        get(other, ALL, tags); // equal tags have equal bodies: looked at in get
        assertEquals(made, bodies());
        assertEquals(2, tags.size(), "plain and brotli");
    }

    private long bodies() throws IOException {
        try (var files = Files.list(home.resolve("compressed"))) {
            return files.filter(file -> !file.endsWith("lock")).count();
        }
    }

    @Test
    void aLargeFileIsCompressedTooAndAWholeHugeOneIsNot() throws Exception {
        Files.write(root.resolve("a.js"), version(0, 1_000_000));
        Site site = site();
        Map<String, byte[]> tags = new ConcurrentHashMap<>();
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> {
            runLoop();
            assertEquals(1_000_000, get(site, "gzip", tags).orElseThrow().length);
            return tags.size() == 2;
        });
        Files.write(root.resolve("a.js"), version(0, (int) Codings.LARGEST + 1));
        now += SECOND;
        get(site, "gzip", tags);
        runLoop();
        assertEquals(3, tags.size());
        assertEquals(Codings.LARGEST + 1, get(site, "gzip", tags).orElseThrow().length);
    }

    @Test
    void aFileThatVanishesBeforeItsCodingIsMadeIsNoProblem() throws Exception {
        Files.write(root.resolve("a.js"), version(0, 1_000_000));
        Compression rules = new Compression(List.of("gzip"), 1, 1 << 24);
        Codings codings = Codings.of(rules, home.resolve("compressed"), loop::add);
        Site site = new Site(root, 1 << 20, () -> now, file -> Heads.of(file, FieldLines.NONE), codings);
        get(site, "gzip", new ConcurrentHashMap<>());
        Files.delete(root.resolve("a.js"));
        codings.start();
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> loop.size() == 1);
        runLoop();
        now += SECOND;
        assertEquals(Optional.empty(), get(site, "gzip", new ConcurrentHashMap<>()));
    }
}
