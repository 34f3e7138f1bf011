package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code lbm why}: what an operator asks first at night. */
@Timeout(600)
class WhyIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void everyEndIsKeptWithItsCauseAndSurvivesTheManager() {
        lbm.home().script("steady.sh", "while :; do sleep 0.1; done");
        lbm.home().script("crash.sh", "sleep 2", "echo before", "echo 'the last words' >&2", "exit 7");
        lbm.run("start", "steady.sh", "-i", "2").expect(0);
        assertTrue(lbm.run("why", "steady").expect(0).out().contains("steady: no process has ended"));

        lbm.run("restart", "steady:0").expect(0);
        Os.signal("KILL", lbm.pids("steady").get(1));
        lbm.await(
                "it is back",
                () -> lbm.run("why", "steady").out().contains("killed")
                        && lbm.pids("steady").size() == 2);
        lbm.run("sendSignal", "KILL", "steady:0").expect(0);
        lbm.await(
                "it is back too",
                () -> lbm.run("why", "steady").out().contains("lbm sendSignal")
                        && lbm.pids("steady").size() == 2);
        lbm.run("start", "crash.sh", "--no-autorestart").expect(0);
        lbm.await("it has crashed", () -> lbm.run("why", "crash").out().contains("crash: exit code 7"));

        String steady = lbm.run("why", "steady").expect(0).out();
        assertTrue(steady.contains("restart: restart asked by "), steady);
        assertTrue(steady.contains("killed: SIGKILL"), steady);
        assertTrue(steady.contains("sent by somebody else, not by lbm"), steady);
        assertFalse(lbm.run("why", "steady:0").out().contains("somebody else"), "another instance's");
        String crash = lbm.run("why", "crash").expect(0).out();
        assertTrue(crash.contains("    | the last words\n"), crash);

        long second = lbm.pids("steady").get(1);
        long manager = lbm.killManager();
        Os.signal("KILL", second);
        lbm.run("start", "steady").expect(0);
        String unseen = lbm.run("why", "steady:1").expect(0).out();
        // Where process 1 is slow to reap it was still there as a zombie when the new manager looked.
        assertTrue(
                unseen.contains("unseen: ended while no manager ran  (pid " + second + ", ran at most ")
                        || unseen.contains("exit code not known, it was adopted"),
                unseen);
        assertFalse(manager == lbm.managerPid());
        assertTrue(lbm.run("why", "crash").expect(0).out().contains("the last words"));
        assertTrue(lbm.run("why", "all", "--json").expect(0).out().contains("\"kind\": \"killed\""));

        assertEquals(3, lbm.run("why", "nobody").exit());
        lbm.run("delete", "crash").expect(0);
        lbm.await("forgotten", () -> !Files.exists(lbm.home().home().resolve("history/crash.json")));
    }

    @Test
    void whatCannotBeStartedIsTold() throws Exception {
        lbm.home().script("gone", "sleep 60");
        lbm.run("start", "./gone").expect(0);
        Files.delete(lbm.home().work().resolve("gone"));
        lbm.run("restart", "gone").expect(1);
        String why = lbm.run("why", "gone").expect(0).out();
        assertTrue(why.contains("restart: restart asked") && why.contains("not started: "), why);
    }
}
