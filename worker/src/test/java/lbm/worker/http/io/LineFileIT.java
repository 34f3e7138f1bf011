package lbm.worker.http.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lbm.worker.config.AccessLog.Format;
import lbm.worker.content.FieldLines;
import lbm.worker.http.AccessLine;
import lbm.worker.http.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class LineFileIT {

    private static final Path FULL_DISK = Path.of("/dev/full");

    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("access.log");
    }

    private static void write(LineFile file, String lines) {
        ByteBuf batch = file.batch();
        assertNotNull(batch);
        batch.writeCharSequence(lines, US_ASCII);
        file.write(batch);
    }

    private List<String> lines() throws IOException {
        return Files.exists(path()) ? Files.readAllLines(path()) : List.of();
    }

    @Test
    void linesOfSeveralWritersStandOneAfterTheOther() throws Exception {
        List<Thread> writers = new ArrayList<>();
        for (int w = 0; w < 3; w++) {
            LineFile file = new LineFile(path());
            String line = String.valueOf((char) ('a' + w)).repeat(999) + "\n";
            Thread writer = new Thread(() -> {
                for (int i = 0; i < 100; i++) {
                    ByteBuf batch = file.batch();
                    while (batch == null) {
                        Thread.onSpinWait();
                        batch = file.batch();
                    }
                    batch.writeCharSequence(line.repeat(100), US_ASCII);
                    file.write(batch);
                }
                file.end();
            });
            writers.add(writer);
            writer.start();
        }
        for (Thread writer : writers) {
            writer.join();
        }
        // The end waits a second at most for what is on its way.
        await().atMost(60, TimeUnit.SECONDS).until(() -> lines().size() >= 30_000);
        List<String> lines = lines();
        assertEquals(30_000, lines.size());
        assertTrue(lines.stream()
                .allMatch(it -> it.length() == 999 && it.chars().distinct().count() == 1));
    }

    @Test
    void aFileThatWasMovedAwayIsFollowedByANewOne() throws Exception {
        LineFile file = new LineFile(path());
        write(file, "old\n");
        await().atMost(60, TimeUnit.SECONDS).until(() -> lines().equals(List.of("old")));
        Files.move(path(), folder.resolve("access.log.1"));
        await().atMost(60, TimeUnit.SECONDS).until(() -> {
            ByteBuf batch = file.batch();
            if (batch != null) { // else as many are on their way as may be
                batch.writeCharSequence("new\n", US_ASCII);
                file.write(batch);
            }
            return lines().contains("new");
        });
        file.end();
    }

    @Test
    void aMissingFolderIsMade() throws Exception {
        Path inside = folder.resolve("logs/site/access.log");
        LineFile file = new LineFile(inside);
        write(file, "one\n");
        file.end();
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> Files.exists(inside) && Files.readAllLines(inside).equals(List.of("one")));
    }

    @Test
    void aFullDiskIsTriedAgainUntilThereIsRoom() throws Exception {
        Files.createSymbolicLink(path(), FULL_DISK);
        LineFile file = new LineFile(path());
        write(file, "one\n");
        write(file, "two\n");
        Files.delete(path());
        await().atMost(60, TimeUnit.SECONDS).until(() -> lines().equals(List.of("one", "two")));
        file.end();
    }

    @Test
    void behindAFullDiskMemoryIsBounded() throws Exception {
        Files.createSymbolicLink(path(), FULL_DISK);
        LineFile file = new LineFile(path());
        int batches = 0;
        for (ByteBuf batch = file.batch(); batch != null; batch = file.batch()) {
            batch.writeByte('\n');
            file.write(batch);
            batches++;
        }
        assertEquals(8, batches);
        assertNull(file.batch());
        file.end();
    }

    @Test
    void aLogThatCannotBeWrittenDropsLinesAndCountsThem() throws Exception {
        Files.createSymbolicLink(path(), FULL_DISK);
        List<Runnable> soon = new ArrayList<>();
        AccessLog log = new AccessLog(
                new AccessLine(Format.COMMON, "site:0", ZoneId.of("UTC")), new LineFile(path()), soon::add);
        HttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/" + "x".repeat(1000));
        Peer peer = new Peer(InetAddress.getLoopbackAddress(), false, "127.0.0.1:80");
        Answer answer = Answer.of(Reply.options(), FieldLines.NONE);
        for (int i = 0; i < 2000; i++) {
            log.answered(request, peer, answer, 0, 1000);
        }
        assertTrue(log.dropped() > 1000 && log.dropped() < 2000, log.dropped() + " dropped");
        Files.delete(path());
        await().atMost(60, TimeUnit.SECONDS).until(() -> lines().size() == 2000 - log.dropped());
        log.answered(request, peer, answer, 0, 1000);
        log.end();
        await().atMost(60, TimeUnit.SECONDS).until(() -> lines().size() == 2001 - log.dropped());
    }
}
