package lbm.manager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in this JVM against a control socket with canned answers. */
class CommandsIT {
    private static final String APPS = """
            {"time":1,"pid":7,"version":"9.9","instances":[{"id":0,"name":"web","namespace":"default","mode":"cluster",
            "pid":8,"status":"online","phase":"","uptimeMillis":5000,"restarts":0,"cpu":0,"memory":1048576,"user":"u",
            "address":"http://0.0.0.0:81","why":""}],"notes":[]}""".replace("\n", "");

    private static final String DONE = "{\"done\":true,\"exit\":0,\"message\":\"all done\",\"changed\":true}";

    @TempDir
    Path folder;

    private FakeControl control;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void manager() throws IOException {
        control = new FakeControl(folder.resolve("lbm.sock")).answer("GET /v1/apps", 200, APPS);
    }

    @AfterEach
    void end() throws IOException {
        control.close();
    }

    private int lbm(String... args) {
        return lbm(folder, args);
    }

    private int lbm(Path home, String... args) {
        Context context = new Context(
                new Home(home),
                Map.of("PATH", "/usr/bin:/bin", "COLOUR", "grün"),
                folder,
                new Terminal(false, false, false, 0),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return Lbm.run(context, args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aSilentCommandTellsFailuresAlone() throws IOException {
        control.stream("POST /v1/restart", "{\"progress\":\"web:0 stopping\"}", DONE);
        assertEquals(0, lbm("restart", "web", "-s"), err());
        assertEquals(0, lbm("--silent", "restart", "web"), err());
        assertEquals("", out() + err());
        assertEquals(0, lbm("-s", "list"), err());
        assertTrue(out().contains("web"), "what was asked for");
        assertEquals(2, lbm("-s", "restart", "web", "--nonsense"));
        assertTrue(err().startsWith("lbm: "), err());
    }

    @Test
    void startSendsFileChoiceAndSurroundingsAndShowsTableAndAddress() throws IOException {
        Files.writeString(folder.resolve("ecosystem.yaml"), "apps: []");
        control.stream(
                "POST /v1/start", "{\"progress\":\"web:0 warming\"}", "{\"warning\":\"watch is not acted on\"}", DONE);
        assertEquals(0, lbm("start", "--env", "staging", "--only", "web,api"), err());
        JsonObject sent = JsonReader.object(control.asked().get(0).body());
        assertEquals(folder.resolve("ecosystem.yaml").toString(), sent.text("file"));
        assertEquals("staging", sent.text("env"));
        assertEquals(List.of("web", "api"), sent.texts("only"));
        assertEquals(folder.toString(), sent.text("cwd"));
        assertTrue(sent.flag("wait"));
        assertTrue(String.valueOf(sent.members().get("environ")).contains("COLOUR=grün"));
        assertTrue(out().startsWith("all done\nid  name"), out());
        assertTrue(out().endsWith("web: http://localhost:81\n"), out());
        assertEquals("web:0 warming\nlbm: warning: watch is not acted on\n", err());
    }

    @Test
    void restartSendsHowManyAtATimeAndLeavesItOutUnasked() {
        control.stream("POST /v1/restart", DONE);
        assertEquals(0, lbm("restart", "web", "--parallel", "3"), err());
        assertEquals(3, JsonReader.object(control.asked().get(0).body()).number("parallel"));
        assertEquals(0, lbm("restart", "web"), err());
        // A client that has all it needs may leave before its whole answer is written, which is kept as asked too.
        List<FakeControl.Asked> asked = control.asked().stream()
                .filter(it -> it.what().equals("POST /v1/restart"))
                .toList();
        assertFalse(JsonReader.object(asked.get(1).body()).has("parallel"));
    }

    @Test
    void aFailureIsOneLineItsDetailsAndTheManagersExitCode() {
        control.stream(
                "POST /v1/reload",
                "{\"done\":true,\"exit\":1,\"error\":\"web:0 did not get ready in 8 s\",\"details\":[\"last line\"]}");
        assertEquals(1, lbm("reload", "web"));
        assertEquals("lbm: web:0 did not get ready in 8 s\n  last line\n", err());
        assertEquals("", out());
    }

    @Test
    void aRefusalCarriesItsOwnExitCode() {
        control.answer("POST /v1/stop", 404, "{\"exit\":3,\"error\":\"no app matches nope\",\"details\":[]}");
        assertEquals(3, lbm("stop", "nope"));
        assertEquals("lbm: no app matches nope\n", err());
    }

    @Test
    void aManagerThatDiesInBetweenIsToldNotTakenForSuccess() {
        control.broken("POST /v1/reload", "{\"progress\":\"web:0 starting\"}");
        assertEquals(1, lbm("reload", "all"));
        assertTrue(err().contains("the manager ended before it had answered; see "), err());
    }

    @Test
    void listAsksTheManagerWhenTheFileIsOldAndNeverStartsOne() throws IOException {
        assertEquals(0, lbm("list"), err());
        assertTrue(out().contains("online"));
        Path nobody = Files.createDirectory(folder.resolve("n"));
        assertEquals(4, lbm(nobody, "list"));
        assertEquals("lbm: no manager runs (LBM_HOME=" + nobody + "); `lbm start` starts one\n", err());
        try (var files = Files.list(nobody)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void listReadsAFreshFileWithoutAsking() throws IOException {
        long own = ProcessHandle.current().pid();
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(
                folder.resolve("run/status.json"),
                "{\"time\":" + System.currentTimeMillis() + ",\"pid\":" + own + ",\"started\":\""
                        + ProcFile.startTicks(own) + "\",\"instances\":[],\"notes\":[]}");
        assertEquals(0, lbm("list"), err());
        assertTrue(out().startsWith("no app;"), out());
        assertEquals(0, control.asked().size());
    }

    @Test
    void aFreshFileOfAnotherProcessWithTheSamePidIsNotBelieved() throws IOException {
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(
                folder.resolve("run/status.json"),
                "{\"time\":" + System.currentTimeMillis() + ",\"pid\":"
                        + ProcessHandle.current().pid() + ",\"started\":\"1\",\"instances\":[],\"notes\":[]}");
        assertEquals(0, lbm("list"), err());
        assertEquals("GET /v1/apps", control.asked().get(0).what());
    }

    @Test
    void aDeadSocketCountsAsNoManager() throws IOException {
        control.close();
        assertTrue(Files.exists(folder.resolve("lbm.sock")));
        assertEquals(4, lbm("reload", "all"));
        assertTrue(err().startsWith("lbm: no manager runs"), err());
    }

    @Test
    void aSocketPathThatIsTooLongIsSaid() {
        assertEquals(2, lbm(folder.resolve("x".repeat(120)), "list"));
        assertTrue(err().contains("longer than 107 bytes") && err().contains("set LBM_HOME"), err());
    }

    @Test
    void logsShowInstanceNameAndLine() {
        control.stream(
                "GET /v1/logs?selector=web&lines=2&stream=err&follow=false",
                "{\"time\":1,\"app\":\"web\",\"id\":0,\"stream\":\"err\",\"text\":\"tab\\there\"}",
                "{\"time\":2,\"app\":\"longer\",\"id\":1,\"stream\":\"err\",\"text\":\"two\"}");
        assertEquals(0, lbm("logs", "web", "--lines", "2", "--err", "--nostream"), err());
        assertEquals("0|web | tab\there\n1|longer | two\n", out());
    }

    @Test
    void rawLogsAreTheLinesAndJsonLogsTheObjects() {
        String line = "{\"time\":1,\"app\":\"web\",\"id\":0,\"stream\":\"out\",\"text\":\"one\"}";
        control.stream("GET /v1/logs?selector=all&lines=15&stream=all&follow=true", line);
        assertEquals(0, lbm("logs", "--raw"));
        assertEquals(0, lbm("logs", "--json"));
        assertTrue(out().startsWith("one\n{\"message\":\"one\",\"timestamp\":\""), out());
        assertTrue(
                out().endsWith("\"type\":\"out\",\"process_id\":0,\"app_name\":\"web\"," + line.substring(1) + "\n"),
                out());
    }

    @Test
    void describeShowsSectionsWithTheirValuesInOneColumn() {
        control.answer(
                "GET /v1/apps/web",
                200,
                "{\"instances\":[[{\"title\":\"web 0\",\"rows\":[[\"pid\",\"8\"],[\"status\",\"online\"]]}]]}");
        assertEquals(0, lbm("describe", "web"), err());
        assertEquals("web 0\n  pid     8\n  status  online\n", out());
    }

    @Test
    void jlistIsPassedOnAsItIs() {
        control.answer("GET /v1/jlist", 200, "[{\"name\":\"web\",\"pm2_env\":{}}]");
        assertEquals(0, lbm("jlist"), err());
        assertEquals("[{\"name\":\"web\",\"pm2_env\":{}}]\n", out());
    }

    @Test
    void aNegativeCountIsAnArgumentNotAnOption() {
        control.stream("POST /v1/scale", DONE);
        assertEquals(0, lbm("scale", "web", "-1"), err());
        assertEquals("-1", JsonReader.object(control.asked().get(0).body()).text("count"));
    }

    @Test
    void misuseIsOneLineAndStatusTwoAndAsksNobody() throws IOException {
        Files.writeString(folder.resolve("server.js"), "");
        String[][] wrong = {
            {},
            {"strt"},
            {"start", "--foo"},
            {"start", "none.yaml"},
            {"start", "nothere.js"},
            {"start"},
            {"scale", "web"},
            {"scale", "web", "many"},
            {"logs", "--lines", "x"},
            {"logs", "--raw", "--json"},
            {"stop"},
            {"reload", "web", "--env", "staging"},
            {"serve", "nowhere"},
            {"serve", ".", "70000"},
            {"serve", ".", "--port", "0"},
            {"serve", ".", "--basic-auth-username", "u"},
            {"completion", "fish"},
            {"validate", "none.yaml"},
            {"start", "."}
        };
        for (String[] args : wrong) {
            err.reset();
            assertEquals(2, lbm(args), String.join(" ", args) + ": " + err());
            assertTrue(err().startsWith("lbm: "), err());
            assertFalse(err().contains("Exception") || err().contains("\tat "), err());
        }
        assertEquals(0, control.asked().size());
        assertEquals("", out());
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        assertEquals(0, lbm("--help"));
        assertTrue(out().contains("Exit codes:"), out());
        for (String command : new String[] {
            "start",
            "stop",
            "restart",
            "reload",
            "delete",
            "scale",
            "list",
            "jlist",
            "describe",
            "logs",
            "flush",
            "serve",
            "kill",
            "ping",
            "update",
            "validate",
            "schema",
            "daemon",
            "startup",
            "unstartup",
            "version",
            "completion"
        }) {
            assertTrue(out().contains("\n  " + command), "lbm --help names " + command);
        }
        for (String command : new String[] {"start", "ls", "del", "info", "logs", "kill", "startup"}) {
            out.reset();
            assertEquals(0, lbm(command, "--help"), err());
            assertTrue(out().startsWith("Usage: lbm ") && out().contains("Example:"), out());
        }
    }

    @Test
    void killWithoutAManagerIsDoneAlready() throws IOException {
        assertEquals(0, lbm(Files.createDirectory(folder.resolve("n")), "kill"));
        assertEquals("no manager runs, nothing to end\n", out());
    }

    @Test
    void validateShowsEveryProblemAtOnce() throws IOException {
        Files.writeString(
                folder.resolve("ecosystem.yaml"), "apps:\n  - nam: x\n    script: serve\n    instances: lots\n");
        assertEquals(2, lbm("validate"));
        assertTrue(err().startsWith("lbm: the file has 2 problems\n  ecosystem.yaml:2:5: "), err());
    }
}
