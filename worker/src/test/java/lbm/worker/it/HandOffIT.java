package lbm.worker.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandOffIT {

    @TempDir
    Path home;

    private Path root;

    @BeforeEach
    void site() throws Exception {
        root = Files.createDirectory(home.resolve("site"));
        Files.writeString(root.resolve("index.html"), "<title>hello</title>");
    }

    @Test
    void aConnectionTheManagerAcceptedIsServed() throws Exception {
        try (FakeManager manager = new FakeManager(home, 0);
                WorkerProcess worker = new WorkerProcess(home, root, 0, 0)) {
            await().atMost(10, SECONDS).until(() -> manager.ready() == 1);
            try (Client client = new Client(manager.port())) {
                for (int i = 0; i < 3; i++) {
                    Client.Answer answer = client.get("/");
                    assertEquals(200, answer.status());
                    assertEquals("<title>hello</title>", answer.text());
                }
            }
            assertTrue(worker.log().contains("serving " + root + " as site:0, warm after"), worker.log());
        }
    }
}
