package lbm.manager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell script itself, with the jars this build made. */
class LauncherIT {
    private static final Path ROOT =
            Path.of(System.getProperty("lbm.root", "..")).toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private Path home = Path.of("/");

    @BeforeEach
    void home() {
        home = folder.resolve("home");
    }

    /** JUnit warns of links that lead out of its folder. */
    @AfterEach
    void removeLinks() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    private record Outcome(int status, String out, String err) {}

    private Outcome run(Path cwd, Map<String, String> environment, String... command) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(cwd.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("LBM_HOME", home.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        builder.environment().values().removeIf(String::isEmpty);
        int status = builder.start().waitFor();
        return new Outcome(
                status, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    private static String launcher() {
        return ROOT.resolve("scripts/lbm").toString();
    }

    @Test
    void runsFromAnyFolderAndThroughLinks() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin dir"));
        Files.createSymbolicLink(bin.resolve("direct"), Path.of(launcher()));
        Files.createSymbolicLink(bin.resolve("lbm"), Path.of("direct"));
        for (String command : List.of(launcher(), bin.resolve("lbm").toString(), "./lbm")) {
            Outcome outcome = run(bin, Map.of(), command, "version");
            assertEquals(0, outcome.status(), outcome.err());
            assertTrue(outcome.out().startsWith("lbm "), outcome.out());
            assertEquals("", outcome.err());
        }
    }

    @Test
    void worksInAFolderWithSpaces() throws Exception {
        Path root = Files.createDirectories(folder.resolve("my lbm/manager/target"))
                .resolve("../..")
                .normalize();
        Files.createSymbolicLink(root.resolve("manager/target/lbm"), ROOT.resolve("manager/target/lbm"));
        Files.createDirectories(root.resolve("scripts"));
        Files.copy(Path.of(launcher()), root.resolve("scripts/lbm"), StandardCopyOption.COPY_ATTRIBUTES);
        Outcome outcome = run(folder, Map.of(), root.resolve("scripts/lbm").toString(), "list");
        assertEquals(4, outcome.status(), outcome.err());
        assertEquals("lbm: no manager runs (LBM_HOME=" + home + "); `lbm start` starts one\n", outcome.err());
    }

    @Test
    void theUsersJvmOptionsDoNotReachLbmsOwnJvms() throws Exception {
        // Each of them would print "Picked up …" or stop the JVM.
        Map<String, String> options =
                Map.of("JAVA_TOOL_OPTIONS", "-Xmx1k", "_JAVA_OPTIONS", "-Xmx1k", "JDK_JAVA_OPTIONS", "-Xmx1k");
        Outcome outcome = run(folder, options, launcher(), "version");
        assertEquals(0, outcome.status(), outcome.err());
        assertEquals("", outcome.err());
    }

    @Test
    void saysWhichJavaIsMissingOrTooOld() throws Exception {
        Outcome broken = run(folder, Map.of("JAVA_HOME", "/nowhere"), launcher(), "list");
        assertEquals(1, broken.status());
        assertTrue(broken.err().startsWith("lbm: JAVA_HOME=/nowhere has no bin/java; "), broken.err());

        Path old = Files.createDirectories(folder.resolve("jdk11/bin"));
        script(old.resolve("java"), "exit 9");
        Files.writeString(folder.resolve("jdk11/release"), "JAVA_VERSION=\"11.0.2\"\n");
        Outcome tooOld = run(folder, Map.of("JAVA_HOME", folder.resolve("jdk11").toString()), launcher(), "list");
        assertEquals(1, tooOld.status());
        assertTrue(tooOld.err().contains("is version 11.0.2; lbm needs 17 or newer"), tooOld.err());

        Outcome none = run(folder, Map.of("JAVA_HOME", "", "PATH", emptyPath()), "/bin/sh", launcher(), "list");
        assertEquals(1, none.status());
        assertTrue(none.err().startsWith("lbm: no java found; "), none.err());
    }

    @Test
    void withoutJarsAndMavenItSaysHowToGetThem() throws Exception {
        Path root = fresh();
        Outcome outcome = run(
                folder,
                Map.of("PATH", emptyPath()),
                "/bin/sh",
                root.resolve("scripts/lbm").toString(),
                "list");
        assertEquals(1, outcome.status());
        assertEquals("", outcome.out());
        assertTrue(outcome.err().startsWith("lbm: not built yet and no mvn found; "), outcome.err());
    }

    @Test
    void twoFirstCallsBuildOnceAndAFailedBuildIsTold() throws Exception {
        Path root = fresh();
        Path tools = Files.createDirectories(folder.resolve("tools"));
        String path = tools + ":" + System.getenv("PATH");
        script(tools.resolve("mvn"), "echo '[ERROR] no such host'; exit 1");
        Outcome failed =
                run(folder, Map.of("PATH", path), root.resolve("scripts/lbm").toString(), "version");
        assertEquals(1, failed.status());
        assertEquals("", failed.out());
        assertTrue(failed.err().contains("[ERROR] no such host\nlbm: the build failed;"), failed.err());

        script(
                tools.resolve("mvn"),
                "printf '\\033[0m'; echo built >>'" + folder + "/builds'; sleep 1; mkdir -p '" + root
                        + "/manager/target/lbm'; cp -r '" + ROOT + "/manager/target/lbm/lib' '" + root
                        + "/manager/target/lbm/lib'");
        List<Process> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ProcessBuilder builder =
                    new ProcessBuilder(root.resolve("scripts/lbm").toString(), "version");
            builder.environment()
                    .putAll(Map.of(
                            "PATH", path, "LBM_HOME", home.toString(), "JAVA_HOME", System.getProperty("java.home")));
            both.add(builder.redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out" + i).toFile())
                    .start());
        }
        for (Process process : both) {
            assertEquals(0, process.waitFor(), () -> text(folder.resolve("out0")) + text(folder.resolve("out1")));
        }
        assertEquals("built\n", text(folder.resolve("builds")));
    }

    @Test
    void aClosedStreamIsNotTheFirstFileThatTheJvmOpens() throws Exception {
        Outcome outcome = run(folder, Map.of(), "sh", "-c", "exec \"$0\" start - <&-", launcher());
        assertEquals("lbm: standard input is empty; expected an ecosystem file, YAML or JSON\n", outcome.err());
        assertEquals(2, outcome.status());
        outcome = run(folder, Map.of(), "sh", "-c", "exec \"$0\" ping 2>&-", launcher());
        assertEquals(4, outcome.status());
        outcome = run(folder, Map.of(), "sh", "-c", "exec \"$0\" version >&-", launcher());
        assertEquals("lbm: standard output cannot be written: is the disk full?\n", outcome.err());
        assertEquals(1, outcome.status());
    }

    @Test
    void theWidthOfTheTerminalIsAskedOfTheTerminal() throws Exception {
        String inTerminal = "stty cols 33; sh -x '" + launcher() + "' version; true";
        Outcome outcome = run(folder, Map.of(), "script", "-qec", inTerminal, "/dev/null");
        assertTrue(outcome.out().contains(" -Dlbm.columns=33 "), outcome.out());
    }

    @Test
    void completionIsGoodShellAndKnowsTheCommands() throws Exception {
        Outcome script = run(folder, Map.of(), launcher(), "completion", "bash");
        assertEquals(0, script.status(), script.err());
        Path file = folder.resolve("completion.sh");
        Files.writeString(file, script.out());
        String ask = "source '" + file + "'; COMP_WORDS=(lbm sta); COMP_CWORD=1; _complete_lbm; echo ${COMPREPLY[@]}";
        Outcome completed = run(folder, Map.of(), "bash", "-c", ask);
        assertEquals(0, completed.status(), completed.err());
        assertEquals("start startOrReload startOrRestart startup status", sorted(completed.out()));
        assertFalse(script.out().contains("manager-command"), "hidden commands stay hidden");
    }

    /** A checkout that was never built. */
    private Path fresh() throws IOException {
        Path root = folder.resolve("fresh");
        Files.createDirectories(root.resolve("scripts"));
        Files.copy(Path.of(launcher()), root.resolve("scripts/lbm"), StandardCopyOption.COPY_ATTRIBUTES);
        return root;
    }

    private static String sorted(String words) {
        return String.join(
                " ", List.of(words.strip().split("\\s+", -1)).stream().sorted().toList());
    }

    /** A PATH with what the script itself needs, but no java and no mvn. */
    private String emptyPath() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("bare"));
        for (String tool : List.of("readlink", "stty", "mkdir", "flock", "sed")) {
            Path target = Path.of("/usr/bin", tool);
            if (Files.exists(target) && !Files.exists(tools.resolve(tool))) {
                Files.createSymbolicLink(tools.resolve(tool), target);
            }
        }
        return tools.toString();
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
