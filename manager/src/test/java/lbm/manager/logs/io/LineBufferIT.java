package lbm.manager.logs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lbm.manager.logs.LogTargets;
import lbm.manager.logs.Stream;
import lbm.manager.logs.StreamKey;
import lbm.manager.process.ProcessId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each instant at which a manager can die, made by hand: the buffer is closed there and opened again. */
class LineBufferIT {

    @TempDir
    Path home;

    private Path log;
    private StreamLabel label;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(home.resolve("run"));
        log = home.resolve("out.log");
        label = new StreamLabel(
                new StreamKey(0, Stream.OUT),
                "app",
                new ProcessId(1, -1, "another boot"),
                new LogTargets(Optional.of(log), Optional.empty(), Optional.empty(), Optional.empty(), false),
                "pipe:[1]");
    }

    @Test
    void killedBeforeTheReadNothingIsThere() throws Exception {
        LineBuffer buffer = create();
        buffer.intend(3, (byte) 'a');
        assertEquals("", content(reopen(buffer)));
    }

    @Test
    void killedRightAfterTheReadItsBytesAreThere() throws Exception {
        for (int next = 0; next < 256; next++) {
            LineBuffer buffer = create();
            fill(buffer, "x");
            buffer.intend(1, (byte) next);
            buffer.memory().put(LineBuffer.place(buffer.end()), (byte) next);
            LineBuffer again = reopen(buffer);
            assertEquals(2, again.end(), "first byte " + next);
            assertEquals((byte) next, again.byteAt(1));
            again.remove();
        }
    }

    @Test
    void anOldIntentionDoesNotCountTwice() throws Exception {
        LineBuffer buffer = create();
        fill(buffer, "abc");
        assertEquals("abc", content(reopen(buffer)));
    }

    @Test
    void killedInABatchTheFileIsCutBackAndTheLinesAreWrittenOnce() throws Exception {
        for (String half : List.of("", "on", "one\n", "one\ntwo\n")) {
            Files.writeString(log, "before\n");
            LineBuffer buffer = create();
            fill(buffer, "one\ntwo\nrest");
            TargetFile file = new TargetFile(log);
            buffer.beginBatch(8, List.of(file.prepare(System.nanoTime())));
            file.close();
            Files.writeString(log, "before\n" + half);
            buffer.close();
            LogHub.open(home).close();
            assertEquals("before\none\ntwo\nrest\n", Files.readString(log), "killed after \"" + half + "\"");
        }
    }

    @Test
    void killedAfterTheBatchNothingIsWrittenAgain() throws Exception {
        Files.writeString(log, "before\n");
        LineBuffer buffer = create();
        fill(buffer, "one\n");
        TargetFile file = new TargetFile(log);
        buffer.beginBatch(4, List.of(file.prepare(System.nanoTime())));
        file.close();
        Files.writeString(log, "before\none\n");
        buffer.commitBatch(4);
        buffer.close();
        LogHub.open(home).close();
        assertEquals("before\none\n", Files.readString(log));
    }

    @Test
    void aFileThatWasRotatedMeanwhileIsNotCut() throws Exception {
        Files.writeString(log, "before\n");
        LineBuffer buffer = create();
        fill(buffer, "one\n");
        TargetFile file = new TargetFile(log);
        buffer.beginBatch(4, List.of(file.prepare(System.nanoTime())));
        file.close();
        buffer.close();
        Files.move(log, home.resolve("old.log"));
        Files.writeString(log, "somebody else's line, longer than before\n");
        LogHub.open(home).close();
        assertEquals("somebody else's line, longer than before\none\n", Files.readString(log));
    }

    @Test
    void whatIsNoBufferIsSetAsideAndDoesNotStopTheStart() throws Exception {
        Path broken = Files.writeString(home.resolve("run/lines-5-5.out"), "garbage");
        assertThrows(IOException.class, () -> LineBuffer.open(broken));
        LogHub.open(home).close();
        assertEquals("garbage", Files.readString(home.resolve("run/lines-5-5.out.bad")));
    }

    @Test
    void theDiskOfALongLineIsGivenBack() throws Exception {
        LineBuffer buffer = create();
        fill(buffer, "a line of the usual length");
        long before = blocks();
        String line = "x".repeat(50_000);
        for (int i = 0; i < 20; i++) {
            fill(buffer, line);
        }
        buffer.beginBatch(buffer.end(), List.of());
        buffer.commitBatch(buffer.end());
        buffer.tidy();
        // In kilobytes; a file system may keep some for its own books.
        assertTrue(blocks() - before < 64, before + " then " + blocks());
        buffer.remove();
    }

    private long blocks() throws IOException {
        Path file = LeftBuffers.file(home.resolve("run"), label);
        Process du = new ProcessBuilder("du", "-k", file.toString()).start();
        String text = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Long.parseLong(text.replaceAll("(?s)\\s.*", ""));
    }

    private LineBuffer create() throws IOException {
        return LineBuffer.create(LeftBuffers.file(home.resolve("run"), label), label);
    }

    private static void fill(LineBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(LineBuffer.CHUNK, buffer.room());
        buffer.intend(bytes.length, bytes[0]);
        buffer.memory().put(LineBuffer.place(buffer.end()), bytes);
        buffer.commitRead(bytes.length);
    }

    private LineBuffer reopen(LineBuffer buffer) throws IOException {
        buffer.close();
        return LineBuffer.open(LeftBuffers.file(home.resolve("run"), label));
    }

    private static String content(LineBuffer buffer) {
        byte[] bytes = new byte[buffer.end() - buffer.start()];
        buffer.memory().get(LineBuffer.place(buffer.start()), bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
