package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What operators ask of a running manager: input to programs, logs by their words, the state of things. */
@Timeout(600)
class OperatorIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    private void echo() {
        lbm.home().script("echo.sh", "while read -r line; do echo \"got $line\"; done; echo 'end of input'");
        lbm.run("start", "echo.sh").expect(0);
    }

    @Test
    void aLineReachesTheProgramAlsoFromTheNextManager() throws Exception {
        echo();
        assertEquals(
                "sent to echo:0\n", lbm.run("send", "0", "hello you").expect(0).out());
        lbm.await("the answer", () -> logs("echo").contains("got hello you"));
        lbm.killManager();
        lbm.run("start", "echo").expect(0);
        assertFalse(logs("echo").contains("end of input"), "a manager's death is no end of input");
        lbm.run("send", "echo:0", "again").expect(0);
        lbm.await("the second answer", () -> logs("echo").contains("got again"));

        Path lines = lbm.home().write("lines", "one\ntwo\n");
        // After the end of its input a client waits a moment for answers, but not for a program that has no turn.
        lbm.await(
                "the answers",
                () -> lbm.runWithInput(lines, "attach", "echo").expect(0).out().contains("got one\ngot two\n"));

        assertEquals(3, lbm.run("send", "nobody", "x").exit());
        lbm.run("scale", "echo", "2").expect(0);
        assertTrue(lbm.run("send", "echo", "x").expect(2).err().contains("means 2 instances"));
        lbm.run("stop", "echo").expect(0);
        assertTrue(lbm.run("send", "echo:0", "x").expect(1).err().contains("has no process"));
    }

    @Test
    void aProgramThatDoesNotReadIsToldAndNobodyWaits() {
        lbm.home().script("deaf.sh", "while :; do sleep 0.2; done");
        lbm.run("start", "deaf.sh").expect(0);
        String line = "x".repeat(4000);
        Answer last = lbm.run("send", "deaf", line);
        for (int i = 0; i < 20 && last.exit() == 0; i++) {
            last = lbm.run("send", "deaf", line);
        }
        assertTrue(last.expect(1).err().contains("does not read its standard input"), last::toString);
        assertTrue(lbm.run("send", "deaf", "x".repeat(5000)).expect(1).err().contains("at most 4095 bytes"));
    }

    private String logs(String... more) {
        List<String> command = new java.util.ArrayList<>(List.of("logs", "--nostream", "--raw"));
        command.addAll(List.of(more));
        return lbm.run(command.toArray(String[]::new)).expect(0).out();
    }

    @Test
    void logsByTimeWordsAndLevel() throws Exception {
        lbm.home()
                .script(
                        "talk.sh",
                        "echo 'plain line'",
                        "echo 'WARN disk is filling'",
                        "echo '{\"level\":50,\"msg\":\"boom\"}'",
                        "echo 'to stderr' >&2",
                        "sleep 600");
        lbm.run("start", "talk.sh").expect(0);
        lbm.await("all lines", () -> logs("talk").lines().count() == 4);
        assertEquals("WARN disk is filling\n", logs("--grep", "disk.*filling"));
        assertEquals(3, logs("--level", "warn").lines().count());
        assertEquals(4, logs("--since", "1h").lines().count());
        assertEquals("", logs("--since", "2099-01-01"));
        assertEquals("to stderr\n", logs("talk", "--err"));
        String fields =
                lbm.run("logs", "--nostream", "--format", "--err").expect(0).out();
        assertEquals("app=talk id=0 type=error message=to stderr\n", fields);
        String stamped = lbm.run("logs", "--nostream", "--raw", "--err", "--timestamp=YYYY")
                .expect(0)
                .out();
        assertTrue(stamped.matches("20\\d\\d: to stderr\n"), stamped);
        String json = lbm.run("logs", "--nostream", "--json", "--err").expect(0).out();
        for (String key : List.of(
                "\"message\":\"to stderr\"",
                "\"timestamp\":\"20",
                "\"type\":\"err\"",
                "\"process_id\":0",
                "\"app_name\":\"talk\"")) {
            assertTrue(json.contains(key), json);
        }
        lbm.run("logs", "--grep", "[", "--nostream").expect(2);
        lbm.run("logs", "--since", "yesterday", "--nostream").expect(2);
        lbm.run("logs", "--level", "loud", "--nostream").expect(2);

        Path log = lbm.home().home().resolve("logs/talk-out.log");
        Files.move(log, log.resolveSibling("old.log"));
        lbm.run("reloadLogs").expect(0);
        lbm.run("restart", "talk").expect(0);
        lbm.await(
                "a new file with all that comes",
                () -> lbm.home().read("logs/talk-out.log").lines().count() == 3);
        lbm.run("flush", "talk").expect(0);
        assertEquals(0, Files.size(log));
    }

    @Test
    void monitPrintsOneFrameWithoutATerminal() {
        lbm.home().script("hello.sh", "echo hello monit", "sleep 600");
        lbm.run("start", "hello.sh").expect(0);
        lbm.await("the line", () -> logs("hello").contains("hello monit"));
        String frame = lbm.run("monit").expect(0).out();
        assertTrue(frame.startsWith("lbm monit  ") && frame.contains("hello  default"), frame);
        assertTrue(frame.contains("0|hello | hello monit"), frame);
        assertEquals(4, noManager("monit"));
    }

    private int noManager(String command) {
        lbm.run("kill").expect(0);
        return lbm.run(command).exit();
    }

    @Test
    void doctorFindsWhatIsWrong() throws Exception {
        lbm.run("doctor").expect(0);
        lbm.home().script("bad.sh", "exit 3");
        lbm.run("start", "bad.sh", "--max-restarts", "1", "--no-wait");
        lbm.await("given up", () -> lbm.run("list").out().contains("errored"));
        Files.writeString(lbm.home().home().resolve("pids/stale-9.pid"), "4194999");
        Files.writeString(lbm.home().home().resolve("dump.json"), "{broken");
        Answer sick = lbm.run("doctor").expect(1);
        assertTrue(sick.out().contains("bad  apps: given up: bad:0 → `lbm why` tells"), sick::toString);
        assertTrue(sick.out().contains("warn pid files: stale-9.pid"), sick::toString);
        assertTrue(sick.out().contains("bad  saved list: "), sick::toString);
        assertTrue(sick.out().contains("ok   disk: ") || sick.out().contains("warn disk: "), sick::toString);
        assertTrue(lbm.run("doctor", "--json").expect(1).out().startsWith("{\"findings\":[{\"grade\":"));
        long manager = lbm.managerPid();
        Os.signal("KILL", manager);
        lbm.await("gone", () -> !Os.alive(manager));
        assertTrue(lbm.run("doctor").out().contains("warn sockets: lbm.sock of a manager that is gone"));
    }

    @Test
    void theReportHoldsNoSecret() throws Exception {
        lbm.home().script("app.sh", "sleep 600");
        lbm.run("start", "app.sh", "--", "--password=hunter2").expect(0);
        Files.writeString(
                lbm.home().home().resolve("lbm.log"),
                "x API_TOKEN=abc123 y\n",
                java.nio.file.StandardOpenOption.APPEND);
        String report = lbm.run("report").expect(0).out();
        for (String section : List.of("--- lbm\n", "--- machine\n", "--- doctor\n", "--- apps\n", "kernel: ")) {
            assertTrue(report.contains(section), report);
        }
        assertTrue(report.contains("\nok manager: "), "as doctor writes it: " + report);
        assertTrue(report.contains("API_TOKEN=(hidden) y"), report);
        assertFalse(report.contains("hunter2") || report.contains("abc123"), report);
    }

    @Test
    void settingsAreKeptAndAutodumpSaves() {
        lbm.run("set", "autodump", "true").expect(0);
        assertTrue(
                lbm.run("set", "pm2-logrotate:max_size", "10M").expect(0).err().contains("lbm acts only on"));
        lbm.run("multiset", "logs.lines 1 other x").expect(0);
        assertEquals("true\n", lbm.run("get", "autodump").expect(0).out());
        assertEquals(
                "autodump=true\nlogs.lines=1\nother=x\npm2-logrotate:max_size=10M\n",
                lbm.run("conf").expect(0).out());
        lbm.run("unset", "other").expect(0);
        lbm.run("unset", "other").expect(1);
        lbm.run("get", "other").expect(1);
        lbm.run("set", "autodump", "perhaps").expect(2);
        lbm.run("multiset", "a").expect(2);
        lbm.home().script("two.sh", "echo 1", "echo 2", "sleep 600");
        lbm.run("start", "two.sh").expect(0);
        assertTrue(Files.exists(lbm.home().home().resolve("dump.json")));
        lbm.await(
                "logs.lines counts",
                () -> lbm.run("logs", "--nostream", "--raw").out().equals("2\n"));
        assertTrue(lbm.run("deploy", "production", "setup").expect(2).err().contains("there is no deploy"));
    }

    @Test
    void settingsThatCannotBeReadHinderNoCommand() throws Exception {
        lbm.home().script("two.sh", "echo 1", "echo 2", "sleep 600");
        lbm.run("start", "two.sh").expect(0);
        Path conf = lbm.home().home().resolve("conf.json");
        Files.writeString(conf, "{bad");
        String warning = "lbm: warning: " + conf + " cannot be read: ";
        assertTrue(lbm.run("restart", "two").expect(0).err().contains(warning));
        assertTrue(lbm.run("logs", "--nostream").expect(0).err().startsWith(warning));
        lbm.run("set", "autodump", "true").expect(1);
        assertEquals("{bad", Files.readString(conf));
    }

    @Test
    void jlistHasWhatReadersOfPm2LookFor() {
        lbm.home().script("app.sh", "sleep 600");
        lbm.run("start", "app.sh", "--", "-v").expect(0);
        lbm.run("restart", "app").expect(0);
        JsonNode app = lbm.jlist().get(0);
        for (String key : List.of("pid", "name", "pm2_env", "pm_id", "monit")) {
            assertTrue(app.has(key), key);
        }
        for (String key : List.of(
                "status",
                "pm_uptime",
                "created_at",
                "restart_time",
                "unstable_restarts",
                "exec_mode",
                "instances",
                "namespace",
                "version",
                "pm_exec_path",
                "pm_cwd",
                "pm_out_log_path",
                "pm_err_log_path",
                "pm_pid_path",
                "watch",
                "autorestart",
                "autostart",
                "args",
                "node_args",
                "username",
                "exec_interpreter",
                "treekill",
                "merge_logs",
                "axm_actions",
                "axm_monitor",
                "axm_options",
                "axm_dynamic",
                "vizion",
                "instance_var")) {
            assertTrue(app.path("pm2_env").has(key), key);
        }
        assertEquals(1, app.path("pm2_env").path("restart_time").asInt());
    }

    @Test
    void resurrectForABootIsDoneOnce() {
        lbm.home().script("kept.sh", "sleep 600");
        lbm.home().script("other.sh", "sleep 600");
        lbm.run("start", "kept.sh", "other.sh").expect(0);
        lbm.run("save").expect(0);
        lbm.run("delete", "kept").expect(0);
        lbm.run("resurrect", "--boot").expect(0);
        assertEquals(1, lbm.pids("kept").size());
        lbm.run("delete", "kept").expect(0);
        lbm.run("resurrect", "--boot").expect(0);
        assertEquals(0, lbm.instances("kept").size(), "the same boot: the operator has deleted it since");
    }
}
