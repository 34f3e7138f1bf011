package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Apps that do one thing and end. */
@Timeout(600)
class JobIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void aJobThatEndsAtOnceHasStartedAndCompleted() {
        lbm.home().script("job.sh", "echo run >> runs", "exit 0");
        lbm.startFile("apps:\n" + Yaml.program("job", "job.sh", "autorestart: false"));
        lbm.run("wait", "job", "--for", "completed", "--timeout", "120").expect(0);
        lbm.await(
                "it is seen",
                () -> lbm.instances("job").get(0).path("completed").asBoolean());
        assertEquals("stopped", lbm.instances("job").get(0).path("status").asText());
        assertEquals(0, lbm.jlist().get(0).path("pm2_env").path("exit_code").asInt(-1));
        assertEquals(0, lbm.instances("job").get(0).path("restarts").asInt());
        // Told to stay down it is still a job that has done its work.
        lbm.run("stop", "ecosystem.yaml").expect(0);
        assertTrue(lbm.instances("job").get(0).path("completed").asBoolean());
        String now = lbm.run("why", "job")
                .expect(0)
                .out()
                .lines()
                .filter(line -> line.startsWith("now"))
                .toList()
                .toString();
        assertTrue(now.contains("exit code 0 after ") && now.contains(", stop asked"), now);
        // Asked again it runs again, and a manager that takes over remembers how it ended.
        lbm.run("start", "job").expect(0);
        lbm.killManager();
        lbm.run("start").expect(0);
        lbm.run("wait", "job", "--for", "completed", "--timeout", "120").expect(0);
    }

    @Test
    void aJobThatFailsIsAFailedStartWithItsLastLines() {
        lbm.home().script("job.sh", "echo no such table >&2", "exit 3");
        Answer start =
                lbm.failedStart("apps:\n" + Yaml.program("job", "job.sh", "autorestart: false"), "no such table");
        assertTrue(start.err().contains("job: start failed: job:0 exit code 3"), start::toString);
        assertTrue(start.err().contains("no such table"), start::toString);
        Answer wait = lbm.run("wait", "job", "--for", "completed").expect(1);
        assertTrue(wait.err().contains("job:0 is stopped: exit code 3"), wait::toString);
        assertEquals(3, lbm.instances("job").get(0).path("exit").asInt());
    }

    @Test
    void anExitCodeThatTheFileCallsGoodIsGood() {
        lbm.home().script("job.sh", "exit 3");
        lbm.startFile("apps:\n" + Yaml.program("job", "job.sh", "stop_exit_codes: [3]"));
        lbm.run("wait", "job", "--for", "completed", "--timeout", "120").expect(0);
        assertEquals(3, lbm.instances("job").get(0).path("exit").asInt());
    }

    @Test
    void aJobThatEndsBadlyLaterIsWaitedForInVain() {
        lbm.home().script("job.sh", "sleep 1", "exit 4");
        lbm.startFile("apps:\n" + Yaml.program("job", "job.sh", "autorestart: false"));
        Answer wait =
                lbm.run("wait", "job", "--for", "completed", "--timeout", "120").expect(1);
        assertTrue(wait.err().contains("exit code 4"), wait::toString);
    }
}
