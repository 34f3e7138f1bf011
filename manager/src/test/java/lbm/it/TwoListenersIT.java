package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A site with TLS and a second listener that redirects, through everything that may happen to listeners. */
@Timeout(600)
class TwoListenersIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    private static String site(int port, int plain, String... more) {
        String serve =
                "serve: {root: site, spa: true, warmup: 100, tls: {self_signed: true, redirect_port: " + plain + "}}";
        return Yaml.site(port, 2, more).replace("serve: {root: site, spa: true, warmup: 100}", serve);
    }

    @Test
    void bothListenersGoThroughReloadKillAndUpdateWithoutLoss() throws Exception {
        int port = Os.freePort();
        int plain = Os.freePort();
        Answer started = lbm.startFile(site(port, plain));
        assertTrue(started.out().contains("https://127.0.0.1:" + port), started::toString);
        String described = lbm.run("describe", "site").expect(0).out();
        assertTrue(described.contains("https://127.0.0.1:" + port + ", http://127.0.0.1:" + plain), described);
        try (SecureLoad load = new SecureLoad(port, plain)) {
            awaitMore(load, 20);
            lbm.run("reload", "site").expect(0);
            awaitMore(load, 20);

            List<Long> workers = lbm.pids("site");
            long dead = lbm.killManager();
            awaitMore(load, 20);
            lbm.run("start").expect(0);
            assertNotEquals(dead, lbm.managerPid());
            assertEquals(workers, lbm.pids("site"), () -> lbm.status().toString());
            awaitMore(load, 20);

            lbm.run("update").expect(0);
            assertEquals(workers, lbm.pids("site"), () -> lbm.status().toString());
            awaitMore(load, 20);
            lbm.run("reload", "site").expect(0);
            awaitMore(load, 20);
            load.end();
            List<String> failures = new ArrayList<>(load.failures);
            System.out.printf(
                    "two listeners: %d fresh, %d streams, %d redirected, failures %s%n",
                    load.fresh.get(), load.streams.get(), load.redirected.get(), failures);
            // This client gives up what is under way on any GOAWAY, though the answer comes (JDK-8335181).
            List<String> cut = failures.stream()
                    .filter(it -> it.startsWith("streams: ") && it.contains("GOAWAY received"))
                    .toList();
            // Its next connection may meet the other old worker, which leaves next.
            assertTrue(cut.size() <= 4, () -> "one for each worker that leaves: " + failures);
            failures.removeAll(cut);
            // A manager killed between accept(2) and sendmsg(2) takes that one connection of a listener along.
            assertTrue(failures.size() <= 2, failures::toString);
            assertTrue(failures.stream().allMatch(it -> it.contains("reset")), failures::toString);
        }
    }

    private void awaitMore(SecureLoad load, int more) {
        long[] before = load.rounds();
        lbm.await(more + " more of each", () -> load.more(before, more));
    }

    @Test
    void aListenerComesAndGoesWithAReload() throws Exception {
        int port = Os.freePort();
        int plain = Os.freePort();
        lbm.startFile(Yaml.site(port, 1));
        lbm.home().write("ecosystem.yaml", site(port, plain));
        lbm.run("reload").expect(0);
        try (SecureLoad load = new SecureLoad(port, plain)) {
            awaitMore(load, 5);
            load.end();
            assertEquals(List.of(), new ArrayList<>(load.failures));
        }
        lbm.home().write("ecosystem.yaml", Yaml.site(port, 1));
        lbm.run("reload").expect(0);
        lbm.await("the second port is free again", () -> isFree(plain));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aPortThatIsTakenIsNamedAndNothingBegins() throws Exception {
        int port = Os.freePort();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            lbm.home().write("ecosystem.yaml", site(port, taken.getLocalPort()));
            Answer answer = lbm.run("start");
            assertNotEquals(0, answer.exit(), answer::toString);
            assertTrue(
                    (answer.out() + answer.err()).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort()),
                    answer::toString);
            assertTrue(isFree(port), "the other port is not kept");
        }
    }

    @Test
    void aKeyThatDoesNotMatchLeavesTheRunningGenerationInPlace() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "needs /usr/bin/openssl to make certificates");
        certificate("a");
        certificate("b");
        int port = Os.freePort();
        String good = site(port, Os.freePort()).replace("self_signed: true", "cert: a.crt, key: a.key");
        lbm.startFile(good);
        List<Long> workers = lbm.pids("site");
        lbm.home().write("ecosystem.yaml", good.replace("a.key", "b.key"));
        Answer refused = lbm.run("reload");
        assertNotEquals(0, refused.exit(), refused::toString);
        assertTrue((refused.out() + refused.err()).contains("is not the key of the certificate"), refused::toString);
        assertEquals(workers, lbm.pids("site"));
    }

    private void certificate(String name) throws Exception {
        run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=" + name
                + " -keyout " + name + ".key -out " + name + ".crt");
    }

    @Test
    void aSessionGoesOnWithWhicheverWorkerIsNext() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "needs /usr/bin/openssl as a client");
        int port = Os.freePort();
        lbm.startFile(site(port, Os.freePort()));
        String client = "openssl s_client -connect 127.0.0.1:" + port;
        // Round robin: with two workers every second connection meets the one that did not seal the ticket.
        String old = run(client + " -tls1_2 -reconnect");
        assertEquals(5, count(old, "\nReused, TLSv1.2"), old);
        // It ends when the server does, which is after the ticket has come.
        run("printf 'GET / HTTP/1.0\\r\\n\\r\\n' | " + client + " -tls1_3 -ign_eof -sess_out session");
        for (int i = 0; i < 4; i++) {
            String again = run(client + " -tls1_3 -sess_in session");
            assertEquals(1, count(again, "\nReused, TLSv1.3"), again);
        }
        lbm.run("reload", "site").expect(0);
        String after = run(client + " -tls1_3 -sess_in session");
        assertEquals(1, count(after, "\nReused, TLSv1.3"), after);
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    private String run(String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(lbm.home().work().toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> Arrays.toString(command.split(" ", -1)));
            return out;
        } finally {
            process.destroyForcibly();
        }
    }
}
