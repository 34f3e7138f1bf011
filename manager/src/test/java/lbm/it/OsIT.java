package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The other measuring stick: what the tests believe about processes is what the kernel says. */
@Timeout(600)
class OsIT {

    private final long self = ProcessHandle.current().pid();

    @Test
    void findsTheConnectionsOfAProcess() throws Exception {
        try (FakeServer server = new FakeServer(number -> "")) {
            assertEquals(0, Os.connections(self, server.port()));
            try (Client one = new Client(server.port());
                    Client two = new Client(server.port())) {
                assertTrue(one.staysOpenFor(Duration.ofMillis(100)));
                assertTrue(two.staysOpenFor(Duration.ofMillis(100)));
                // A connection is there before the server has accepted it and holds its descriptor.
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .untilAsserted(() -> assertEquals(2, Os.connections(self, server.port())));
            }
        }
    }

    @Test
    void findsProcessesByAnEntryOfTheirEnvironmentAndSeesThemDie() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sleep", "60");
        builder.environment().put("LBM_OS_IT", "42");
        Process sleep = builder.start();
        try {
            assertEquals(List.of(sleep.pid()), Os.withEnvironment("LBM_OS_IT=42"));
            assertEquals(List.of(), Os.withEnvironment("LBM_OS_IT=4"));
            assertTrue(Os.alive(sleep.pid()));
            assertTrue(Os.signal("KILL", sleep.pid()));
            sleep.waitFor();
            assertFalse(Os.alive(sleep.pid()));
            assertFalse(Os.signal("KILL", sleep.pid()));
        } finally {
            sleep.destroyForcibly();
        }
    }

    @Test
    void countsDescriptorsThreadsAndMemoryOfThisProcess() {
        assertTrue(Os.descriptors(self) > 3);
        assertTrue(Os.threads(self) > 3);
        assertTrue(Os.resident(self) > 20_000_000);
        assertEquals(0, Os.descriptors(Long.MAX_VALUE));
        assertEquals(0, Os.resident(Long.MAX_VALUE));
    }
}
