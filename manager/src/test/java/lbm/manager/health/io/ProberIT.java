package lbm.manager.health.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import lbm.it.Patience;
import lbm.manager.health.Probe;
import lbm.manager.health.Result;
import lbm.manager.process.Command;
import lbm.manager.process.io.PosixSpawner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class ProberIT {

    private static final Duration LONG = Duration.ofSeconds(Patience.SECONDS);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final IoEventLoop loop = group.next();
    private final Prober prober = new Prober(loop, new PosixSpawner());
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<ProcessHandle> before =
            ProcessHandle.current().children().toList();

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable it : open) {
            it.close();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    // ---- HTTP

    @Test
    void twoHundredIsWell() throws Exception {
        int port = serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        assertTrue(ask(http(port), LONG).isWell());
    }

    @Test
    void aRedirectIsWellAndNotFollowed() throws Exception {
        int port = serve("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
        assertTrue(ask(http(port), LONG).isWell());
    }

    @Test
    void earlyHintsAreNoAnswer() throws Exception {
        int port = serve("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
        assertEquals("status 500", ask(http(port), LONG).detail());
    }

    @Test
    void anErrorIsToldByItsStatus() throws Exception {
        assertEquals(
                "status 503",
                ask(http(serve("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")), LONG)
                        .detail());
    }

    @Test
    void aBodyWithoutEndIsNoneOfOurBusiness() throws Exception {
        int port = serve("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(200_000));
        assertTrue(ask(http(port), LONG).isWell());
        settled();
    }

    @Test
    void silenceIsATimeout() throws Exception {
        Result result = ask(http(serve("")), SHORT);
        assertEquals(Result.Kind.LATE, result.kind());
        assertEquals("timeout 300 ms", result.detail());
        settled();
    }

    @Test
    void nobodyThereIsRefused() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertEquals("connection refused", ask(http(port), LONG).detail());
        assertEquals(
                "connection refused",
                ask(new Probe.Tcp("localhost", port), LONG).detail());
    }

    @Test
    void whatIsNoHttpIsSaidSo() throws Exception {
        assertEquals(
                "no HTTP answer",
                ask(http(serve("SSH-2.0-OpenSSH_9.2\r\n")), LONG).detail());
        assertEquals("closed without an answer", ask(http(serve(null)), LONG).detail());
    }

    @Test
    void aPortWithoutTlsIsSaidSo() throws Exception {
        int port = serve("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        assertEquals(
                "no TLS answer",
                ask(new Probe.Http(true, "127.0.0.1", port, "/"), LONG).detail());
    }

    @Test
    void aHostThatIsNotKnownIsSaidSo() throws Exception {
        assertEquals(
                "no such host: nobody.invalid",
                ask(new Probe.Tcp("nobody.invalid", 80), LONG).detail());
    }

    // ---- TCP

    @Test
    void aPortThatTakesConnectionsIsWell() throws Exception {
        assertTrue(ask(new Probe.Tcp("127.0.0.1", serve("")), LONG).isWell());
        settled();
    }

    // ---- commands

    @Test
    void aCommandIsWellByItsExitCode() throws Exception {
        assertTrue(ask(sh("exit 0"), LONG).isWell());
        Result result = ask(sh("echo first; echo 'no  room' >&2; echo; exit 3"), LONG);
        assertEquals("exit code 3: no  room", result.detail());
        assertEquals("SIGKILL", ask(sh("kill -9 $$"), LONG).detail());
        settled();
    }

    @Test
    void aCommandRunsInItsFolderWithItsVariables() throws Exception {
        assertEquals(
                "exit code 1: " + folder.toRealPath() + " blue",
                ask(sh("echo $(pwd -P) $COLOUR; exit 1"), LONG).detail());
    }

    @Test
    void aCommandThatHangsIsKilledWithItsTree() throws Exception {
        Result result = ask(sh("sleep 1000 & echo $! > child; echo waiting; wait"), Duration.ofSeconds(4));
        assertEquals("timeout 4 s: waiting", result.detail());
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        Patience.await()
                .until(() ->
                        ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
        settled();
    }

    @Test
    void aCommandThatSaysMoreThanAPipeHoldsIsRead() throws Exception {
        assertEquals(
                "exit code 1: done",
                ask(sh("head -c 5000000 /dev/zero | tr '\\0' 'x'; echo; echo done; exit 1"), LONG)
                        .detail());
    }

    @Test
    void aCommandThatIsNotThereIsNotTheProgramsFault() throws Exception {
        Result result = ask(new Probe.Command(List.of("no-such-program")), LONG);
        assertEquals(Result.Kind.UNASKED, result.kind());
        assertEquals("cannot be asked: no such program: no-such-program", result.detail());
    }

    // ---- cancelled

    @Test
    void whatIsCancelledIsNotToldAndLeavesNothing() throws Exception {
        int port = serve("");
        for (Probe probe : List.of(http(port), sh("sleep 1000"))) {
            CompletableFuture<Result> answer = new CompletableFuture<>();
            Asking asking = loop.submit(() -> prober.ask(probe, this::command, LONG, answer::complete))
                    .get();
            loop.submit(asking::cancel).get();
            assertThrows(TimeoutException.class, () -> answer.get(200, TimeUnit.MILLISECONDS));
        }
        settled();
    }

    @Test
    void aThousandQuestionsLeaveNoDescriptor() throws Exception {
        int port = serve("HTTP/1.1 204 No Content\r\n\r\n");
        ask(http(port), LONG);
        settled();
        int before = descriptors();
        for (int i = 0; i < 500; i++) {
            assertTrue(ask(http(port), LONG).isWell());
            assertTrue(ask(new Probe.Tcp("127.0.0.1", port), LONG).isWell());
        }
        for (int i = 0; i < 50; i++) {
            assertTrue(ask(sh("exit 0"), LONG).isWell());
        }
        // The server of this test has its own ends, which it closes when the question's are closed.
        Patience.await().until(() -> descriptors() <= before + 5);
    }

    private static Probe http(int port) {
        return new Probe.Http(false, "127.0.0.1", port, "/health");
    }

    private static Probe sh(String script) {
        return new Probe.Command(List.of("sh", "-c", script));
    }

    private Command command(List<String> argv) {
        return new Command(
                argv, Map.of("PATH", "/usr/bin:/bin", "COLOUR", "blue", Command.MARK, "check-" + folder), folder);
    }

    private Result ask(Probe probe, Duration timeout) throws Exception {
        CompletableFuture<Result> answer = new CompletableFuture<>();
        loop.execute(() -> prober.ask(probe, this::command, timeout, answer::complete));
        return answer.get(2 * Patience.SECONDS, TimeUnit.SECONDS);
    }

    /** No connection of ours is left open, and no process; other tests of this JVM may have some. */
    private void settled() {
        Patience.await().until(() -> ProcessHandle.current().children().allMatch(before::contains));
    }

    private static int descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return (int) all.count();
        }
    }

    /** A server that says this to everybody and then waits for them to go; null: it hangs up. */
    private int serve(@org.jspecify.annotations.Nullable String answer) throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(socket);
        Thread server = new Thread(
                () -> {
                    while (!socket.isClosed()) {
                        try (Socket client = socket.accept()) {
                            if (answer != null) {
                                client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                                client.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                            }
                        } catch (IOException e) {
                            // The client is gone, or the test is over.
                        }
                    }
                },
                "server");
        server.setDaemon(true);
        server.start();
        return socket.getLocalPort();
    }
}
