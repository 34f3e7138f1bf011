package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class CrashLoopIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void aCrashLoopIsGivenUpAfterMaxRestartsAndTheReasonIsKept() throws Exception {
        lbm.home()
                .script(
                        "loop.sh",
                        "echo run >> runs",
                        "while [ ! -e broken ]; do sleep 0.05; done",
                        "echo 'cannot go on' >&2",
                        "exit 3");
        lbm.home().script("good.sh", "exec sleep 1000");
        lbm.startFile("apps:\n"
                + Yaml.program("loop", "loop.sh", "max_restarts: 3", "min_uptime: 1h")
                + Yaml.program("good", "good.sh"));
        assertEquals("online", statusOf("loop"));
        lbm.home().write("broken", "");
        lbm.await("the loop is given up", () -> statusOf("loop").equals("errored"));

        // Three young exits in a row: the first run and two restarts.
        assertEquals(3, Files.readAllLines(lbm.home().work().resolve("runs")).size());
        JsonNode loop = lbm.instances("loop").get(0);
        assertTrue(loop.path("why").asText().contains("exit code 3"), loop::toString);
        assertEquals("online", statusOf("good"), "the other app does not care");
        Answer described = lbm.run("describe", "loop").expect(0);
        assertTrue(described.out().contains("exit code 3"), described::toString);

        Files.delete(lbm.home().work().resolve("broken"));
        lbm.run("restart", "loop").expect(0);
        assertEquals("online", statusOf("loop"), "given up is not for ever");
    }

    private String statusOf(String app) {
        return lbm.instances(app).get(0).path("status").asText();
    }
}
