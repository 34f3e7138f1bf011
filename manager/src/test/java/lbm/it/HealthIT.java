package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Checks of a Python server: it is well while a file {@code backend} is there. */
@Timeout(600)
class HealthIT {

    private static final String SERVER = """
            import http.server, os, time
            slot = os.environ['NODE_APP_INSTANCE']
            if os.path.exists('slow'):
                time.sleep(1.5)
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    if os.path.exists('hang-' + slot):
                        time.sleep(1000)
                    well = os.path.exists('backend')
                    self.send_response(200 if well else 503)
                    self.send_header('Content-Length', '3')
                    self.end_headers()
                    self.wfile.write(b'ok\\n')
                def log_message(self, *args):
                    pass
            port = int(os.environ['PORT'])
            http.server.ThreadingHTTPServer(('127.0.0.1', port), Handler).serve_forever()
            """;

    /** Two failures take longer than a busy machine may let a server that is well wait. */
    private static final String ALIVE = "alive: {http: /health, interval: 300ms, timeout: 2s, retries: 2}";

    @RegisterExtension
    final Lbm lbm = new Lbm();

    private final int port = Os.freePort();

    @BeforeEach
    void server() {
        lbm.home().write("api.py", SERVER);
        lbm.home().write("backend", "");
    }

    private String api(int instances, String... more) {
        return """
                apps:
                  - name: api
                    script: api.py
                    port: %d
                    increment_var: PORT
                    instances: %d
                    kill_timeout: 1s
                    listen_timeout: 60s
                    %s
                """.formatted(port, instances, String.join("\n    ", more));
    }

    private JsonNode instance(int slot) {
        return lbm.instances("api").get(slot);
    }

    private String notes() {
        return lbm.status().path("notes").toString();
    }

    // ---- ready

    @Test
    void aStartWaitsUntilTheServerAnswers() {
        lbm.home().write("slow", "");
        lbm.startFile(api(1, "ready: {http: /}"));
        assertEquals("online", instance(0).path("status").asText());
        long took = lbm.status().path("time").asLong()
                - instance(0).path("startedMillis").asLong();
        assertTrue(took >= 1000, () -> "ready before it could be: " + took);
    }

    @Test
    void aServerThatIsNotWellIsAFailedStartThatSaysWhatItAnswered() throws IOException {
        Files.delete(lbm.home().work().resolve("backend"));
        lbm.home().write("ecosystem.yaml", api(1, "ready: {http: /up}").replace("60s", "8s"));
        Answer start = lbm.run("start").expect(1);
        assertTrue(
                start.err().contains("not ready within 8 s: GET http://127.0.0.1:" + port + "/up: status 503"),
                start::toString);
    }

    @Test
    void aReloadToAReleaseThatIsNeverWellFails() {
        lbm.startFile(api(1, "ready: {http: /}"));
        lbm.home()
                .write(
                        "ecosystem.yaml",
                        api(1, "ready: {http: 'http://127.0.0.1:9/'}").replace("60s", "2s"));
        Answer reload = lbm.run("reload", "ecosystem.yaml").expect(1);
        assertTrue(reload.err().contains("connection refused"), reload::toString);
        lbm.await("the former settings are back", () -> lbm.pids("api").size() == 1);
    }

    // ---- alive

    @Test
    void aFrozenServerIsReplacedAndTheReasonIsKept() {
        lbm.startFile(api(1, "ready: {http: /}", ALIVE));
        long pid = lbm.pids("api").get(0);
        Os.signal("STOP", pid);
        lbm.await("it is replaced", () -> lbm.pids("api").stream().anyMatch(p -> p != pid));
        assertFalse(Os.alive(pid));
        String why = instance(0).path("why").asText();
        assertEquals("alive check failed 2 times: GET http://127.0.0.1:" + port + "/health: timeout 2 s", why);
        assertEquals(1, instance(0).path("restarts").asInt());
        Answer describe = lbm.run("describe", "api").expect(0);
        assertTrue(describe.out().contains("alive check"), describe::toString);
    }

    @Test
    void onlyTheInstanceThatHangsIsReplaced() throws IOException {
        lbm.startFile(api(3, "ready: {http: /}", ALIVE));
        List<Long> before = lbm.pids("api");
        lbm.home().write("hang-1", "");
        lbm.await("the second is ended", () -> !Os.alive(before.get(1)));
        Files.delete(lbm.home().work().resolve("hang-1"));
        lbm.await("all are up", () -> lbm.online("api", 3, List.of(before.get(1))));
        assertEquals(before.get(0), lbm.pids("api").get(0));
        assertEquals(before.get(2), lbm.pids("api").get(2));
    }

    @Test
    void aSharedCauseReplacesNobody() throws Exception {
        lbm.startFile(api(3, "ready: {http: /}", ALIVE));
        List<Long> before = lbm.pids("api");
        Files.delete(lbm.home().work().resolve("backend"));
        String note = "api: 3 of 3 fail their alive check: shared cause presumed, nothing is replaced";
        lbm.await("the operator is told", () -> notes().contains(note));
        // Several rounds of checks, each of which would have replaced them.
        Thread.sleep(3000);
        assertTrue(lbm.run("list").expect(0).out().contains(note));
        assertEquals(before, lbm.pids("api"));
        lbm.home().write("backend", "");
        lbm.await("all is well", () -> !notes().contains("alive check"));
        assertEquals(before, lbm.pids("api"));
        assertEquals(0, instance(0).path("restarts").asInt());
    }

    @Test
    void aCheckThatCannotBeAskedTakesNothingDown() {
        lbm.home().script("check.sh", "exit 0");
        lbm.startFile(api(1, "ready: {http: /}", "alive: {command: ./check.sh, interval: 200ms, retries: 3}"));
        long pid = lbm.pids("api").get(0);
        assertTrue(lbm.home().work().resolve("check.sh").toFile().delete());
        lbm.await("the operator is told", () -> notes().contains("cannot be asked"));
        assertEquals(List.of(pid), lbm.pids("api"));
    }

    @Test
    void checksLeaveNoDescriptorAndSurviveTheirManager() throws Exception {
        lbm.home().script("check.sh", "echo $LBM_PID > checked", "[ \"$PORT\" = " + port + " ]");
        lbm.startFile(api(1, "ready: {http: /}", "alive: {command: ./check.sh, interval: 100ms}"));
        long pid = lbm.pids("api").get(0);
        lbm.await(
                "it is asked",
                () -> lbm.home().work().resolve("checked").toFile().exists());
        int before = descriptorsBetweenChecks();
        Thread.sleep(3000);
        int after = descriptorsBetweenChecks();
        // The log files of the program may have been opened since; some twenty checks were made.
        assertTrue(after <= before + 4, () -> before + " descriptors, then " + after);
        lbm.killManager();
        assertTrue(lbm.home().work().resolve("checked").toFile().delete());
        lbm.run("restart", "nothing-of-this-name");
        lbm.await(
                "the next manager asks on",
                () -> lbm.home().work().resolve("checked").toFile().exists());
        assertEquals(List.of(pid), lbm.pids("api"));
    }

    /** A check under way holds pipes and a pidfd: the fewest of several looks. */
    private int descriptorsBetweenChecks() throws InterruptedException {
        int least = Integer.MAX_VALUE;
        for (int look = 0; look < 20; look++) {
            least = Math.min(least, Os.descriptors(lbm.managerPid()));
            Thread.sleep(25);
        }
        return least;
    }

    // ---- other servers

    @Test
    void redisIsReadyWhenItsPortIsOpenAndReplacedWhenItIsFrozen() {
        lbm.startFile("""
                apps:
                  - name: cache
                    script: redis-server
                    interpreter: none
                    args: --port %1$d --bind 127.0.0.1 --save "" --appendonly no
                    port: %1$d
                    listen_timeout: 60s
                    kill_timeout: 1s
                    ready: {tcp: true}
                    alive: {command: redis-cli -p %1$d ping, interval: 300ms, timeout: 2s, retries: 2}
                """.formatted(port));
        long pid = lbm.pids("cache").get(0);
        Os.signal("STOP", pid);
        lbm.await("it is replaced", () -> lbm.pids("cache").stream().anyMatch(p -> p != pid));
        assertTrue(
                lbm.instances("cache").get(0).path("why").asText().contains("redis-cli -p " + port + " ping: timeout"));
    }
}
