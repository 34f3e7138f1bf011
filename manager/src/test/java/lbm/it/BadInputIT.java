package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever is wrong, the answer is one clear line, the right exit code, and nothing half done. */
@Timeout(600)
class BadInputIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    /**
     * @param command words, separated by blanks
     * @param says a part of the line, which names what is wrong
     */
    private record Bad(String command, int exit, String says) {}

    private static final List<Bad> WITHOUT_MANAGER = List.of(
            new Bad("start", 2, "ecosystem.yaml"),
            new Bad("start missing.yaml", 2, "missing.yaml"),
            new Bad("start ./folder", 2, "folder"),
            new Bad("start empty.yaml", 2, "empty.yaml"),
            new Bad("start notutf8.yaml", 2, "UTF-8"),
            new Bad("start syntax.yaml", 2, "syntax.yaml:"),
            new Bad("start typo.yaml", 2, "instances"),
            new Bad("start many.yaml", 2, "max_memory_restart"),
            new Bad("start noscript.yaml", 2, "nothere.sh"),
            new Bad("start noroot.yaml", 2, "nosite"),
            new Bad("start good.yaml --env nope", 2, "nope"),
            new Bad("start good.yaml --only nope", 3, "nope"),
            new Bad("start --no-such-flag", 2, "--no-such-flag"),
            new Bad("frobnicate", 2, "frobnicate"),
            new Bad("serve nosite", 2, "nosite"),
            new Bad("serve site 99999", 2, "99999"),
            new Bad("serve site abc", 2, "abc"),
            new Bad("validate typo.yaml", 2, "typo.yaml:3"),
            new Bad("validate missing.yaml", 2, "missing.yaml"),
            new Bad("scale site many", 2, "many"),
            new Bad("logs --lines few", 2, "few"),
            new Bad("logs --lines -1", 2, "-1"),
            new Bad("completion fish", 2, "fish"),
            new Bad("list", 4, "manager"),
            new Bad("jlist", 4, "manager"),
            new Bad("ping", 4, "manager"),
            new Bad("reload all", 4, "manager"),
            new Bad("restart all", 4, "manager"),
            new Bad("stop all", 4, "manager"),
            new Bad("delete all", 4, "manager"),
            new Bad("scale site 2", 4, "manager"),
            new Bad("describe site", 4, "manager"),
            new Bad("flush", 4, "manager"));

    private static final List<Bad> WITH_MANAGER = List.of(
            new Bad("stop nope", 3, "nope"),
            new Bad("restart nope", 3, "nope"),
            new Bad("reload nope", 3, "nope"),
            new Bad("delete nope", 3, "nope"),
            new Bad("describe nope", 3, "nope"),
            new Bad("logs nope --nostream", 3, "nope"),
            new Bad("scale nope 2", 3, "nope"),
            new Bad("reload 4711", 3, "4711"),
            new Bad("reload /[/", 2, "/[/"),
            new Bad("scale quiet 0x", 2, "0x"),
            new Bad("reload typo.yaml", 2, "typo.yaml:3"),
            new Bad("reload missing.yaml", 2, "missing.yaml"));

    @TestFactory
    List<DynamicTest> withoutAManagerNothingIsStarted() {
        writeFiles();
        return WITHOUT_MANAGER.stream()
                .map(bad -> DynamicTest.dynamicTest(bad.command() + " -> " + bad.exit(), () -> {
                    check(bad, lbm.run(bad.command().split(" ", -1)));
                    assertNothingRuns();
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> withAManagerNothingIsChanged() {
        writeFiles();
        lbm.home().script("quiet.sh", "exec sleep 1000");
        lbm.startFile("apps:\n" + Yaml.program("quiet", "quiet.sh"));
        List<Long> before = lbm.pids("quiet");
        return WITH_MANAGER.stream()
                .map(bad -> DynamicTest.dynamicTest(bad.command() + " -> " + bad.exit(), () -> {
                    check(bad, lbm.run(bad.command().split(" ", -1)));
                    assertEquals(before, lbm.pids("quiet"), () -> lbm.status().toString());
                    assertEquals(
                            1,
                            lbm.status().path("instances").size(),
                            () -> lbm.status().toString());
                }))
                .toList();
    }

    @Test
    void everyProblemOfAFileIsToldAtOnce() {
        writeFiles();
        Answer answer = lbm.run("validate", "many.yaml").expect(2);
        for (String key : List.of("instnces", "max_memory_restart", "listen_timeout", "exec_mode")) {
            assertTrue(answer.err().contains(key), key + ": " + answer);
        }
        assertTrue(answer.err()
                        .lines()
                        .filter(line -> line.matches(".*many\\.yaml:\\d+:\\d+: .*"))
                        .count()
                >= 4);
    }

    @Test
    void aPortInUseIsNamedAndNothingRuns() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            lbm.home().write("ecosystem.yaml", Yaml.site(taken.getLocalPort(), 2));
            check(new Bad("start", 5, Integer.toString(taken.getLocalPort())), lbm.run("start"));
            assertNothingRuns();
        }
    }

    @Test
    void aHomeThatCannotBeIsToldInOneLine() throws Exception {
        writeFiles();
        Path file = lbm.home().write("a-file", "not a folder");
        Answer notFolder = lbm.run(Map.of("LBM_HOME", file.toString()), "start", "good.yaml");
        assertOneClearLine(notFolder, "a-file");
        assertTrue(notFolder.exit() != 0, notFolder::toString);

        String tooLong = lbm.home().base().resolve("x".repeat(120)).toString();
        Answer longPath = lbm.run(Map.of("LBM_HOME", tooLong), "start", "good.yaml");
        assertOneClearLine(longPath, "LBM_HOME");
        assertTrue(longPath.exit() != 0, longPath::toString);
        assertEquals(List.of(), Os.withEnvironment("LBM_HOME=" + tooLong));
    }

    @Test
    void aManagerThatCouldNotWriteWhyItEndedIsNotQuotedWithNothing() throws Exception {
        writeFiles();
        Files.createDirectories(lbm.home().home().resolve("lbm.sock/in-the-way"));
        Files.createSymbolicLink(lbm.home().home().resolve("lbm.log"), Path.of("/dev/null"));
        check(new Bad("start good.yaml", 6, "status 6; nothing was written to "), lbm.run("start", "good.yaml"));
        assertNothingRuns();
    }

    @Test
    void aDeadSocketIsNoManager() throws Exception {
        Files.createDirectories(lbm.home().home().resolve("run"));
        Files.writeString(lbm.home().home().resolve("lbm.sock"), "");
        check(new Bad("list", 4, "manager"), lbm.run("list"));
        Files.writeString(lbm.home().home().resolve("run/status.json"), "{\"pid\": 1, \"inst");
        check(new Bad("list", 4, "manager"), lbm.run("list"));
        Files.writeString(lbm.home().home().resolve("state.json"), "{\"pid\": 1, \"inst");
        check(new Bad("list", 4, "manager"), lbm.run("list"));
    }

    private static void check(Bad bad, Answer answer) {
        answer.expect(bad.exit());
        assertOneClearLine(answer, bad.says());
        assertEquals("", answer.out(), () -> "errors belong on stderr: " + answer);
    }

    private static void assertOneClearLine(Answer answer, String says) {
        List<String> lines =
                answer.err().lines().filter(line -> line.startsWith("lbm: ")).toList();
        assertEquals(1, lines.size(), () -> "one line `lbm: …`: " + answer);
        assertTrue(answer.err().contains(says), () -> "names `" + says + "`: " + answer);
        for (String noise : List.of("Exception", "\tat ", "at lbm.", "java.", "null")) {
            assertFalse(answer.everything().contains(noise), () -> noise + " in: " + answer);
        }
    }

    private void assertNothingRuns() {
        String mark = "LBM_HOME=" + lbm.home().home();
        lbm.await("nothing half started", () -> Os.withEnvironment(mark).isEmpty());
    }

    private void writeFiles() {
        Home home = lbm.home();
        home.script("quiet.sh", "exec sleep 1000");
        home.write("folder/inside", "");
        home.write("empty.yaml", "");
        home.write("good.yaml", "apps:\n" + Yaml.program("quiet", "quiet.sh"));
        home.write("syntax.yaml", "apps:\n  - name: [unclosed\n");
        home.write("typo.yaml", "apps:\n  - script: ./quiet.sh\n    instnces: 2\n");
        home.write("many.yaml", """
                apps:
                  - script: ./quiet.sh
                    instnces: 2
                    max_memory_restart: 1X
                    listen_timeout: soon
                    exec_mode: parallel
                """);
        home.write("noscript.yaml", "apps:\n  - script: ./nothere.sh\n");
        home.write("noroot.yaml", Yaml.site(Os.freePort(), 1).replace("root: site", "root: nosite"));
        try {
            Files.write(home.work().resolve("notutf8.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff, '\n'});
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
