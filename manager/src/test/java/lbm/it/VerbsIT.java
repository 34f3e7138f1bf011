package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The small verbs of PM2's users and some of our own, against one real manager each. */
@Timeout(600)
class VerbsIT {

    private static final String PROGRAMS = """
            apps:
              - {name: ticker, script: /bin/sh, args: ["-c", "trap 'echo heard' USR2; touch up-$LBM_INSTANCE; while :; do sleep 0.1; done"],
                 instances: 2, env: {COLOR: blue, API_TOKEN: s3cret}}
              - {name: once, script: /bin/sleep, args: "1000"}
            """;

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void scriptsLearnIdsPidsAndVariables() {
        lbm.startFile(PROGRAMS);
        assertEquals("0\n1\n", lbm.run("id", "ticker").expect(0).out());
        assertEquals(
                lbm.pids("ticker").stream().map(pid -> pid + "\n").toList(),
                lbm.run("pid", "ticker")
                        .expect(0)
                        .out()
                        .lines()
                        .map(it -> it + "\n")
                        .toList());
        String env = lbm.run("env", "ticker:1").expect(0).out();
        assertTrue(env.contains("COLOR=blue\n") && env.contains("LBM_INSTANCE=1\n"), env);
        assertTrue(env.contains("API_TOKEN=(hidden)\n") && !env.contains("LBM_TOKEN"), env);
        assertTrue(lbm.run("env", "0", "--secrets").expect(0).out().contains("API_TOKEN=s3cret\n"));
        assertTrue(lbm.run("prettylist").expect(0).out().contains("\n    \"name\": \"ticker\",\n"));
        lbm.run("id", "nobody").expect(3);
        lbm.run("env", "nobody").expect(3);
    }

    @Test
    void aSignalReachesEachProcessOfAnAppAndNothingElse() {
        lbm.startFile(PROGRAMS);
        lbm.await(
                "both can hear it",
                () -> Stream.of("up-0", "up-1")
                        .allMatch(up -> Files.exists(lbm.home().work().resolve(up))));
        assertEquals(
                "SIGUSR2 sent to 2 processes\n",
                lbm.run("sendSignal", "SIGUSR2", "ticker").expect(0).out());
        lbm.await(
                "both have heard it",
                () -> lbm.run("logs", "ticker", "--nostream", "--raw").out().equals("heard\nheard\n"));
        assertEquals(
                0,
                lbm.run("pid", "once").expect(0).out().indexOf(lbm.pids("once").get(0) + "\n"));
        assertTrue(lbm.run("sendSignal", "NOPE", "ticker").expect(2).err().contains("there is no signal \"NOPE\""));
        lbm.run("stop", "once").expect(0);
        assertTrue(lbm.run("sendSignal", "HUP", "once").expect(1).err().contains("none of them has a process"));
    }

    @Test
    void aDifferenceIsToldAndChangesNothing() throws Exception {
        lbm.startFile(PROGRAMS);
        List<Long> before = lbm.pids("ticker");
        assertEquals(
                "ticker: nothing changed\nonce: nothing changed\n",
                lbm.run("diff").expect(0).out());
        Files.writeString(
                lbm.home().work().resolve("ecosystem.yaml"),
                PROGRAMS.replace("blue", "red") + "  - {name: third, script: /bin/sleep, args: '9'}\n");
        assertEquals(
                "ticker: env.COLOR: blue → red\nonce: nothing changed\nthird: new\n",
                lbm.run("diff").expect(0).out());
        assertEquals(before, lbm.pids("ticker"));
        Files.writeString(lbm.home().work().resolve("ecosystem.yaml"), "apps: [{name: x}]");
        lbm.run("diff").expect(2);
        assertEquals(before, lbm.pids("ticker"));
    }

    @Test
    void waitingEndsWhenItIsSoAndFailsWhenItCannotBe() {
        lbm.startFile(PROGRAMS);
        lbm.run("wait", "all", "--for", "ready").expect(0);
        assertEquals(
                "lbm: --timeout is -3, not a number of seconds from 0\n",
                lbm.run("wait", "all", "--timeout", "-3").expect(2).err());
        Answer late =
                lbm.run("wait", "once", "--for", "stopped", "--timeout", "1").expect(1);
        assertTrue(late.err().contains("once:0 is online after 1 s, not stopped"), late.err());
        Running waiting = lbm.start(Map.of(), "wait", "once", "--for", "stopped");
        lbm.run("stop", "once").expect(0);
        lbm.await("the wait ends", () -> !waiting.process().isAlive());
        assertEquals(0, waiting.process().exitValue());
        lbm.run("wait", "once", "--for", "gone").expect(2);
    }

    @Test
    void whatWasSavedComesBackAndWhatRunsIsLeftAlone() throws Exception {
        Path dump = lbm.home().home().resolve("dump.json");
        lbm.startFile(PROGRAMS);
        lbm.run("stop", "once").expect(0);
        assertTrue(lbm.run("save").expect(0).out().startsWith("2 apps saved in "));
        lbm.run("save").expect(0); // twice: the list before is there too
        lbm.run("kill").expect(0);
        Files.writeString(dump, "{\"apps\":[{\"spec\":{}"); // as a bad disk leaves it
        Answer answer = lbm.run("resurrect").expect(0);
        assertTrue(answer.err().contains("dump.json cannot be used"), answer.err());
        assertEquals(2, lbm.pids("ticker").size());
        assertFalse(lbm.run("list").expect(0).out().contains("once"), "it was stopped when it was saved");
        assertTrue(lbm.run("env", "ticker:0", "--secrets").out().contains("API_TOKEN=s3cret\n"));
        assertTrue(Files.readString(dump).startsWith("{\"apps\""), "a damaged list is never deleted");
        List<Long> before = lbm.pids("ticker");
        lbm.run("resurrect").expect(0);
        assertEquals(before, lbm.pids("ticker"));
        assertEquals("the saved list is gone\n", lbm.run("cleardump").expect(0).out());
        assertTrue(lbm.run("resurrect").expect(1).err().contains("nothing was saved yet"));
    }

    @Test
    void anEmptyListIsSavedOnlyByForce() {
        lbm.startFile("apps: [{name: once, script: /bin/sleep, args: '1000'}]");
        lbm.run("save").expect(0);
        lbm.run("delete", "once").expect(0);
        assertTrue(lbm.run("save").expect(1).err().contains("--force saves an empty list"));
        lbm.run("save", "--force").expect(0);
    }

    @Test
    void onlyKeepsAStopADeleteAndADiffFromTheOtherAppsOfTheFile() {
        lbm.startFile(PROGRAMS);
        List<Long> tickers = lbm.pids("ticker");
        lbm.run("stop", "ecosystem.yaml", "--only", "once").expect(0);
        assertEquals(List.of(tickers, List.of()), List.of(lbm.pids("ticker"), lbm.pids("once")));
        for (String verb : List.of("stop", "delete", "diff")) {
            String err = lbm.run(verb, "ecosystem.yaml", "--only", "nobody")
                    .expect(3)
                    .err();
            assertEquals("lbm: the file has no app \"nobody\"; it has: ticker, once\n", err);
        }
        assertEquals(
                "once: nothing changed\n",
                lbm.run("diff", "--only", "once").expect(0).out());
        lbm.run("delete", "ecosystem.yaml", "--only", "once").expect(0);
        assertEquals("0\n1\n", lbm.run("id", "all").expect(0).out());
        assertEquals(tickers, lbm.pids("ticker"));
    }

    @Test
    void startOrReloadStartsWhatIsNotThereAndReloadsTheRest() throws Exception {
        Files.writeString(lbm.home().work().resolve("ecosystem.yaml"), PROGRAMS);
        lbm.run("startOrReload").expect(0);
        List<Long> before = lbm.pids("once");
        lbm.run("startOrReload", "ecosystem.yaml", "--only", "once").expect(0);
        List<Long> after = lbm.pids("once");
        assertEquals(1, after.size());
        assertFalse(after.equals(before));
        lbm.run("startOrRestart").expect(0);
        assertFalse(lbm.pids("once").equals(after));
        lbm.run("reset", "all").expect(0);
    }

    @Test
    void restartTakesAsManyAtATimeAsItIsTold() throws Exception {
        lbm.home()
                .script(
                        "slow.sh",
                        "trap 'echo down >> told; while [ ! -e go ]; do sleep 0.1; done; exit' INT",
                        "echo up >> told",
                        "touch up-$$",
                        "while :; do sleep 0.1; done");
        lbm.home().script("is-up.sh", "[ -e up-$LBM_PID ]");
        lbm.startFile("apps:\n"
                + Yaml.program(
                        "slow",
                        "slow.sh",
                        "instances: 3",
                        "kill_timeout: 2m",
                        "listen_timeout: 2m",
                        "ready: {command: ./is-up.sh, interval: 100ms}"));
        Path told = lbm.home().work().resolve("told");
        assertEquals(List.of("up", "up", "up"), lines(told));
        Running all = lbm.start(Map.of(), "restart", "slow", "--parallel", "3");
        lbm.await("all are told", () -> lines(told).size() == 6);
        lbm.home().write("go", "");
        all.waitAtMost(Duration.ofMinutes(2)).expect(0);
        assertEquals(
                List.of("down", "down", "down", "up", "up", "up"), lines(told).subList(3, 9));
        lbm.run("restart", "slow", "--parallel", "1").expect(0);
        assertEquals(
                List.of("down", "up", "down", "up", "down", "up"), lines(told).subList(9, 15));
        String none = lbm.run("restart", "slow", "--parallel", "0").expect(2).err();
        assertEquals("lbm: --parallel is 0, not a whole number from 1\n", none);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    @Test
    void eventsTellWhatHappens() throws Exception {
        lbm.startFile(PROGRAMS);
        Running events = lbm.start(Map.of(), "events");
        lbm.await("it listens and hears", () -> {
            lbm.run("restart", "once").expect(0);
            return events.answer(0).out().contains("once:0 online");
        });
        events.process().destroy();
    }

    @Test
    void initWritesAFileThatStartsAndNeverOverwritesOne() throws Exception {
        lbm.run("init").expect(0);
        Path file = lbm.home().work().resolve("ecosystem.yaml");
        lbm.run("validate").expect(0);
        String text = Files.readString(file);
        assertTrue(lbm.run("init").expect(1).err().contains("is there already"));
        assertEquals(text, Files.readString(file));
    }
}
