package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code lbm start} of programs, without a file: as PM2's users do it every day. */
@Timeout(600)
class StartProgramIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @BeforeEach
    void scripts() {
        lbm.home().script("tick.sh", "echo \"args $*\"", "echo \"app $LBM_APP\"", "while :; do sleep 0.1; done");
        lbm.home().script("other/tick.sh", "exec sleep 60");
        lbm.home().script("short.sh", "echo done", "sleep 3", "exit 0");
    }

    @Test
    void aScriptWithFlagsAndArguments() {
        lbm.run(
                        "start",
                        "tick.sh",
                        "-n",
                        "web",
                        "-i",
                        "2",
                        "--namespace",
                        "front",
                        "--max-restarts=3",
                        "--",
                        "--port",
                        "3",
                        "a b")
                .expect(0);
        assertEquals(2, lbm.pids("web").size());
        lbm.await(
                "its output",
                () -> lbm.run("logs", "web:0", "--nostream", "--raw").out().contains("args --port 3 a b"));
        assertEquals(2, lbm.run("pid", "front").expect(0).out().lines().count());
        assertTrue(lbm.run("describe", "web:1").expect(0).out().contains("max_restarts"), "describe");
    }

    @Test
    void argumentsOfTheInterpreterMayLookLikeFlagsOfOurs() {
        lbm.run("start", "tick.sh", "--interpreter", "sh", "--interpreter-args", "-e -u", "-n", "one")
                .expect(0);
        lbm.run("start", "tick.sh", "--interpreter", "sh", "--node-args=-eu", "-n", "two")
                .expect(0);
        assertTrue(lbm.run("describe", "one").expect(0).out().contains("interpreter args  -e -u\n"));
        assertTrue(lbm.run("describe", "two").expect(0).out().contains("interpreter args  -eu\n"));
        assertTrue(lbm.run("start", "tick.sh", "--interpreter-args", "--", "x")
                .expect(2)
                .err()
                .contains("'--interpreter-args'"));
    }

    @Test
    void aClassIsStartedByJavaWithItsClassPath() throws Exception {
        Path classes = lbm.home().work().resolve("classes");
        Path source = classes.resolve("src/Main.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, """
                public class Main {
                    public static void main(String[] args) throws Exception {
                        System.out.println("hello " + args[0]);
                        Thread.sleep(600_000);
                    }
                }
                """);
        String java = System.getProperty("java.home") + "/bin/";
        assertEquals(
                0,
                new ProcessBuilder(java + "javac", "-d", classes.toString(), source.toString())
                        .start()
                        .waitFor());
        lbm.run("start", "Main", "--interpreter", java + "java", "--interpreter-args", "-cp classes", "--", "you")
                .expect(0);
        lbm.await(
                "its output",
                () -> lbm.run("logs", "Main", "--nostream", "--raw").out().equals("hello you\n"));
        assertTrue(lbm.run("start", "no-class", "--interpreter", java + "java")
                .expect(2)
                .err()
                .contains("\"no-class\" is neither a file"));
    }

    @Test
    void startedTwiceItStaysAndWithOtherArgumentsItIsChanged() {
        lbm.run("start", "tick.sh").expect(0);
        List<Long> first = lbm.pids("tick");
        assertTrue(lbm.run("start", "tick.sh").expect(0).err().contains("tick: nothing changed"));
        assertEquals(first, lbm.pids("tick"));
        Answer changed = lbm.run("start", "tick.sh", "--", "more").expect(0);
        assertTrue(changed.err().contains("tick: args"), changed::toString);
        assertFalse(first.equals(lbm.pids("tick")));
        List<Long> second = lbm.pids("tick");
        lbm.run("start", "tick.sh", "--force", "--", "more").expect(0);
        assertFalse(second.equals(lbm.pids("tick")));
    }

    @Test
    void anotherProgramOfTheSameNameIsRefusedUnlessForced() {
        lbm.run("start", "tick.sh").expect(0);
        List<Long> first = lbm.pids("tick");
        Answer refused = lbm.run("start", "other/tick.sh").expect(2);
        assertTrue(refused.err().contains("--name gives this one another name"), refused::toString);
        assertEquals(first, lbm.pids("tick"));
        lbm.run("start", "other/tick.sh", "--name", "second").expect(0);
        assertEquals(1, lbm.pids("second").size());
        lbm.run("start", "other/tick.sh", "-f").expect(0);
        assertTrue(lbm.run("describe", "tick").out().contains("other/tick.sh"));
    }

    /** As when it was sent SIGTERM a moment ago: its socket is gone, its process is not. */
    @Test
    void aManagerThatIsJustLeavingIsWaitedFor() throws Exception {
        lbm.run("start", "tick.sh").expect(0);
        lbm.run("kill").expect(0);
        String holds = "import fcntl, sys, time\n"
                + "f = open(sys.argv[1], 'w'); fcntl.lockf(f, fcntl.LOCK_EX); print('held', flush=True); time.sleep(3)";
        Process leaving = new ProcessBuilder(
                        "python3",
                        "-c",
                        holds,
                        lbm.home().home().resolve("manager.pid").toString())
                .start();
        try {
            assertEquals("held", leaving.inputReader().readLine());
            lbm.run("start", "tick.sh").expect(0);
            assertEquals(1, lbm.pids("tick").size());
        } finally {
            leaving.destroyForcibly().waitFor();
        }
    }

    @Test
    void namesAndProgramsAtOnceAndAStoppedAppByItsName() {
        lbm.run("start", "tick.sh", "sleep 100").expect(0);
        assertEquals(1, lbm.pids("sleep 100").size());
        lbm.run("stop", "all").expect(0);
        lbm.run("start", "tick").expect(0);
        assertEquals(1, lbm.pids("tick").size());
        assertEquals(0, lbm.pids("sleep 100").size());
        lbm.run("start", "all").expect(0);
        assertEquals(1, lbm.pids("sleep 100").size());
        assertEquals(
                2, lbm.run("start", "tick", "--cron", "* * * * *").expect(2).exit());
    }

    @Test
    void wrongValuesAreToldByTheirFlagAndNothingIsStarted() {
        Answer wrong = lbm.run("start", "tick.sh", "--max-memory-restart", "1X", "-i", "lots");
        assertEquals(2, wrong.exit(), wrong::toString);
        assertTrue(wrong.err().contains("lbm start: --max-memory-restart: \"1X\" is not a size"), wrong::toString);
        assertTrue(wrong.err().contains("--instances: \"lots\""), wrong::toString);
        assertFalse(Files.exists(lbm.home().home().resolve("run/status.json")), "no manager stays");
        lbm.run("start", "missing.sh").expect(2);
        lbm.run("start", "./nowhere").expect(2);
        lbm.run("start", "tick.sh", "--watch-delay", "soon").expect(2);
        lbm.home().write("ecosystem.yaml", "apps: [{name: x, script: ./tick.sh}]\n");
        assertTrue(lbm.run("start", "ecosystem.yaml", "-n", "y").expect(2).err().contains("--name"));
    }

    @Test
    void aWordThatMeansNothingIsToldTheSameWithAManagerAndWithout() {
        String before = lbm.run("start", "nobody-here").expect(3).err();
        assertTrue(
                before.contains(
                        "there are none, and it is no file in " + lbm.home().work()),
                before);
        assertFalse(Files.exists(lbm.home().home().resolve("manager.pid")), "none was started to say it");
        lbm.run("start", "all").expect(4);
        lbm.run("start", "tick.sh").expect(0);
        String after = lbm.run("start", "nobody-here").expect(3).err();
        assertEquals(before.replace("there are none", "there are: tick"), after);
        // What a manager that was told to end keeps in mind is there for the next one.
        long manager = lbm.managerPid();
        Os.signal("TERM", manager);
        lbm.await("it has ended", () -> !Os.alive(manager));
        lbm.run("ping").expect(4);
        lbm.run("start", "tick").expect(0);
        assertEquals(1, lbm.pids("tick").size());
        lbm.run("delete", "all").expect(0);
    }

    @Test
    void aFileOnStandardInput() throws Exception {
        Path json =
                lbm.home().write("apps.json", "{\"name\": \"piped\", \"script\": \"./tick.sh\", \"args\": [\"x\"]}");
        lbm.runWithInput(json, "start", "-").expect(0);
        assertEquals(1, lbm.pids("piped").size());
        lbm.runWithInput(json, "restart", "-").expect(0);
        lbm.runWithInput(json, "delete", "-").expect(0);
        assertEquals(0, lbm.instances("piped").size());
        Path empty = lbm.home().write("empty", "");
        assertTrue(lbm.runWithInput(empty, "start", "-").expect(2).err().contains("standard input is empty"));
        Path wrong = lbm.home().write("wrong", "apps: [{script: ./tick.sh, nme: x}]");
        assertTrue(lbm.runWithInput(wrong, "start", "-").expect(2).err().contains("standard input:1:"));
    }

    @Test
    void restartTakesOverThisShellsVariablesOnlyIfAsked() {
        lbm.run(Map.of("COLOR", "blue"), "start", "tick.sh").expect(0);
        lbm.run(Map.of("COLOR", "red"), "restart", "tick").expect(0);
        assertTrue(lbm.run("env", "tick").out().contains("COLOR=blue\n"));
        lbm.run(Map.of("COLOR", "red"), "restart", "tick", "--update-env").expect(0);
        assertTrue(lbm.run("env", "tick").out().contains("COLOR=red\n"));
        assertEquals(2, lbm.run("stop").expect(2).exit());
        lbm.run("delete", "tick").expect(0);
        lbm.run("delete", "tick").expect(3);
    }

    @Test
    void attachFollowsAndNoDaemonIsTheManager() {
        Running attached = lbm.start(Map.of(), "start", "tick.sh", "--attach", "--", "seen");
        lbm.run("wait", "tick", "--timeout", "20");
        lbm.await("a line of the app", () -> {
            if (!attached.answer(0).out().contains(" | ")) {
                lbm.run("restart", "tick");
            }
            return attached.answer(0).out().contains("args seen");
        });
        attached.process().destroy();
        lbm.await("it is gone", () -> !attached.process().isAlive());
        assertEquals(1, lbm.pids("tick").size());
        lbm.run("kill").expect(0);

        Running foreground = lbm.start(Map.of(), "start", "tick.sh", "--no-daemon", "--", "front");
        lbm.await("its lines", () -> foreground.answer(0).out().contains("args front"));
        List<Long> pids = lbm.pids("tick");
        foreground.process().destroy();
        lbm.await(
                "all are gone",
                () -> !foreground.process().isAlive() && pids.stream().noneMatch(Os::alive));
    }

    @Test
    void noDaemonEndsWithTheLastApp() {
        Running foreground = lbm.start(Map.of(), "start", "short.sh", "--no-autorestart", "--no-daemon");
        Answer end = foreground.waitAtMost(java.time.Duration.ofMinutes(2));
        assertEquals(0, end.exit(), end::toString);
        assertTrue(end.out().contains("done"), end::toString);
        assertEquals(4, lbm.run("ping").exit());
    }
}
