package lbm.worker.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoDescriptorLeftIT {

    @TempDir
    Path home;

    @Test
    void aFileThatCannotBeOpenedForWantOfDescriptorsIsNotMissing() throws Exception {
        Path root = Files.createDirectory(home.resolve("site"));
        Files.writeString(root.resolve("index.html"), "<title>hello</title>");
        Files.writeString(root.resolve("b.txt"), "two");
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess worker = new WorkerProcess(home, root, 0, 0)) {
            await().atMost(60, SECONDS).until(() -> manager.ready() == 1);
            try (Client client = new Client(manager.port())) {
                assertEquals(200, client.get("/").status());
                // Loads what an error takes: here classes are files, not parts of a jar that is open.
                assertEquals(404, client.get("/none.txt").status());
                limit(worker, lowestFree(worker));
                assertEquals(500, status(client, worker));
                limit(worker, 512);
                assertEquals(200, client.get("/b.txt").status());
            }
        }
    }

    private static int status(Client client, WorkerProcess worker) throws Exception {
        try {
            return client.get("/b.txt").status();
        } catch (IOException e) {
            throw new AssertionError(worker.log(), e);
        }
    }

    /** New descriptors have numbers below it. */
    private static void limit(WorkerProcess worker, int descriptors) throws Exception {
        Process prlimit = new ProcessBuilder(
                        "prlimit", "--pid", Long.toString(worker.pid()), "--nofile=" + descriptors + ":")
                .inheritIO()
                .start();
        assertEquals(0, prlimit.waitFor());
    }

    private static int lowestFree(WorkerProcess worker) throws Exception {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(worker.pid()), "fd"))) {
            List<String> used = all.map(it -> it.getFileName().toString()).toList();
            return IntStream.range(0, 4096)
                    .filter(number -> !used.contains(Integer.toString(number)))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
