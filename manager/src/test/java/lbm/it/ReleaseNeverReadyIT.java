package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class ReleaseNeverReadyIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void aReleaseThatIsNotReadyInTimeLeavesTheOldOneServing() throws Exception {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 2));
        List<Long> before = lbm.pids("site");
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 8, 2)) {
            traffic.awaitMore(100);
            // No JVM is ready in 20 ms; and so much to do before it is ready outlasts a pause of the manager.
            lbm.home()
                    .write(
                            "ecosystem.yaml",
                            Yaml.site(port, 2, "listen_timeout: 20").replace("warmup: 100", "warmup: 100000"));
            Answer answer = lbm.run("reload", "ecosystem.yaml").expect(1);
            assertTrue(answer.err().contains("20"), answer::toString);
            assertTrue(answer.err().contains("ready"), answer::toString);
            assertNoTrace(answer);
            assertEquals(before, lbm.pids("site"), () -> lbm.status().toString());
            traffic.awaitMore(100);
            Result result = traffic.stop("release not ready in time");
            assertEquals(0, result.failed(), result::toString);
            assertEquals(0, result.closed(), result::toString);
        }
        assertOneProcessPerInstance(2);
    }

    @Test
    void aReleaseThatDiesAtOnceLeavesTheOldOneAndSaysWhy() throws Exception {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 2));
        List<Long> before = lbm.pids("site");
        Path away = Files.move(lbm.home().site(), lbm.home().work().resolve("away"));

        Answer answer = lbm.run("reload", "site").expect(1);
        assertTrue(answer.err().contains(lbm.home().site().toString()), answer::toString);
        assertNoTrace(answer);
        assertEquals(before, lbm.pids("site"), () -> lbm.status().toString());
        assertOneProcessPerInstance(2);

        Files.move(away, lbm.home().site());
        lbm.run("reload", "site").expect(0);
        assertEquals(2, lbm.pids("site").size());
        try (Client client = new Client(port)) {
            assertEquals(200, client.get(lbm.home().pages().get(0), false).status());
        }
    }

    @Test
    void aProgramThatDiesAtOnceFailsTheStartAndShowsItsLastWords() {
        lbm.home().script("dies.sh", "echo 'the database is on holiday' >&2", "exit 3");
        Answer answer = lbm.failedStart(
                "apps:\n" + Yaml.program("dies", "dies.sh", "max_restarts: 2"), "the database is on holiday");
        assertTrue(answer.err().contains("the database is on holiday"), answer::toString);
        assertTrue(answer.err().contains("exit code 3"), answer::toString);
        assertNoTrace(answer);
    }

    /** Nothing of the failed release is left beside the manager and its workers. */
    private void assertOneProcessPerInstance(int instances) {
        String mark = "LBM_HOME=" + lbm.home().home();
        lbm.await(
                "only the manager and " + instances + " workers",
                () -> Os.withEnvironment(mark).size() == instances + 1);
    }

    private static void assertNoTrace(Answer answer) {
        assertTrue(!answer.err().contains("Exception") && !answer.err().contains("\tat "), answer::toString);
    }
}
