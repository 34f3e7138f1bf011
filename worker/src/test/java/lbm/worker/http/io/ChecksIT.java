package lbm.worker.http.io;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import lbm.worker.config.HealthChecks.Check;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ChecksIT {

    @TempDir
    Path folder;

    private final List<Checks> begun = new ArrayList<>();

    private Checks start(List<Check> checks) {
        Checks all = Checks.start(checks);
        begun.add(all);
        return all;
    }

    @AfterEach
    void end() {
        begun.forEach(Checks::end);
    }

    private static Check command(long timeoutMillis, String... command) {
        return new Check(
                "thing", Optional.empty(), List.of(command), Duration.ofMillis(1), Duration.ofMillis(timeoutMillis));
    }

    private static void becomes(Checks checks, boolean fine) {
        await().atMost(60, TimeUnit.SECONDS).until(() -> checks.results().equals(Map.of("thing", fine)));
    }

    @Test
    void aCommandIsHeldToItsExitCode() throws Exception {
        Path good = folder.resolve("good");
        Checks checks = start(List.of(command(20_000, "test", "-e", good.toString())));
        becomes(checks, false);
        Files.createFile(good);
        becomes(checks, true);
    }

    @Test
    void aCommandThatDoesNotEndIsKilledWithItsChildren() throws Exception {
        Path pid = folder.resolve("pid");
        Checks checks = start(List.of(command(500, "sh", "-c", "sleep 1000 & echo $! > " + pid + "; wait", "x")));
        becomes(checks, false);
        // Each run of the command writes it anew, so it may be empty at any time.
        String written = await().atMost(60, TimeUnit.SECONDS)
                .until(() -> Files.exists(pid) ? Files.readString(pid) : "", it -> it.endsWith("\n"));
        long first = Long.parseLong(written.strip());
        await().atMost(60, TimeUnit.SECONDS)
                .until(() ->
                        ProcessHandle.of(first).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void aCommandThatIsNotThereFails() {
        becomes(start(List.of(command(1000, "/no/such/command"))), false);
    }

    @Test
    void aCommandLearnsNothingOfTheManager() throws Exception {
        Path out = folder.resolve("env");
        start(List.of(command(20_000, "sh", "-c", "env > " + out + ".new; mv " + out + ".new " + out)));
        await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(out));
        assertEquals(
                0,
                Files.readAllLines(out).stream()
                        .filter(it -> it.startsWith("LBM_"))
                        .count());
    }

    @Test
    void aUrlIsHeldToItsStatus() throws Exception {
        AtomicInteger status = new AtomicInteger(500);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        try {
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/up");
            Checks checks = start(List.of(
                    new Check("thing", Optional.of(url), List.of(), Duration.ofMillis(1), Duration.ofSeconds(60))));
            becomes(checks, false);
            status.set(204);
            becomes(checks, true);
            status.set(302);
            becomes(checks, false);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aUrlThatDoesNotAnswerFailsAfterItsTimeout() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
        try {
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            becomes(
                    start(List.of(new Check(
                            "thing", Optional.of(url), List.of(), Duration.ofMillis(1), Duration.ofMillis(300)))),
                    false);
        } finally {
            over.countDown();
            server.stop(0);
        }
    }

    @Test
    void beforeTheFirstLookThingsAreInOrder() {
        Checks checks = start(List.of(command(20_000, "sleep", "5")));
        assertEquals(Map.of("thing", true), checks.results());
    }
}
