package lbm.worker.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyIT {

    @TempDir
    Path home;

    @Test
    void requestsArePassedOnOverAConnectionThatIsKept() throws Exception {
        try (RawBackend backend = RawBackend.saying("hello");
                ProxyRun run = new ProxyRun(home, "'pool_idle_timeout':60000", backend.as("api:0"));
                Client client = run.client()) {
            for (int i = 0; i < 5; i++) {
                Client.Answer answer =
                        client.get("/a?b=" + i, "X-Mine: yes", "Connection: keep-alive, X-Private", "X-Private: 1");
                assertEquals(200, answer.status());
                assertEquals("hello", answer.text());
            }
            assertEquals(1, backend.connections.get());
            String head = backend.heads.element();
            assertTrue(head.startsWith("GET /a?b=0 HTTP/1.1\r\nHost: localhost\r\nX-Mine: yes\r\n"), head);
            assertTrue(head.contains("X-Forwarded-For: 127.0.0.1\r\n"), head);
            assertTrue(head.contains("X-Forwarded-Host: localhost\r\n"), head);
            assertFalse(head.contains("X-Private"), head);
            assertFalse(head.contains("Connection"), head);
            assertTrue(run.worker.log().contains("passing on requests as site:0, warm after"), run.worker.log());
        }
    }

    @Test
    void aWarmUpLeavesNothingBehind() throws Exception {
        try (RawBackend backend = RawBackend.saying("hello");
                ProxyRun run = new ProxyRun(home, "'warmup':300", backend.as("api:0"));
                Client client = run.client()) {
            assertEquals(200, client.get("/").status());
            assertEquals(1, backend.heads.size());
            assertFalse(run.worker.log().contains("WARN"), run.worker.log());
        }
    }
}
