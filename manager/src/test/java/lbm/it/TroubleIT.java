package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens when, as docs/trouble.md states it. */
@Timeout(600)
class TroubleIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    private JsonNode app(String name) {
        return lbm.instances(name).get(0);
    }

    private String why(String name) {
        return app(name).path("why").asText();
    }

    private void good() {
        lbm.home().script("good.sh", "while :; do echo line; sleep 0.1; done");
    }

    private static String command(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(60, TimeUnit.SECONDS);
        return process.exitValue() == 0 ? "" : said + " exit " + process.exitValue();
    }

    /** Takes all the space there is. */
    private static void fill(Path file) {
        try {
            command("dd", "if=/dev/zero", "of=" + file, "bs=4k");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void aProgramThatIsNoneIsNamedAndOneThatIsDeletedToo() throws Exception {
        good();
        lbm.home().script("garbage", "");
        Files.write(lbm.home().work().resolve("garbage"), new byte[] {0x7f, 'E', 'L', 'F', 1, 2, 3, 4, 0, 0});
        lbm.home().script("lost.sh", "exec sleep 1000");
        lbm.home()
                .write(
                        "eco.yaml",
                        "apps:\n"
                                + Yaml.program("good", "good.sh")
                                + Yaml.program("garbage", "garbage", "max_restarts: 2")
                                + Yaml.program("lost", "lost.sh", "max_restarts: 3", "restart_delay: 100"));
        Answer answer = lbm.run("start", "eco.yaml").expect(1);
        assertTrue(answer.err().contains("Exec format error"), answer::toString);
        assertFalse(answer.err().contains("Exception"), answer::toString);

        long pid = lbm.pids("lost").get(0);
        Files.delete(lbm.home().work().resolve("lost.sh"));
        Os.signal("KILL", pid);
        lbm.await(
                "the lost one is given up",
                () -> app("lost").path("status").asText().equals("errored"));
        assertTrue(why("lost").contains("no such program: "), () -> why("lost"));
        lbm.home().script("lost.sh", "exec sleep 1000");
        lbm.run("restart", "lost").expect(0);
        assertEquals(1, lbm.pids("good").size());
    }

    @Test
    void aProgramThatForksAwayIsAnExitAndWhatItLeftIsKilled() throws Exception {
        lbm.home()
                .script(
                        "daemon.sh",
                        "setsid sleep 1000 > /dev/null 2>&1 < /dev/null &",
                        "echo $! >> daemons",
                        "exit 0");
        lbm.failedStart("apps:\n" + Yaml.program("d", "daemon.sh", "max_restarts: 2", "min_uptime: 1h"), "exit code 0");
        lbm.await("given up", () -> app("d").path("status").asText().equals("errored"));
        assertTrue(why("d").contains("exit code 0"), () -> why("d"));
        for (String pid : Files.readAllLines(lbm.home().work().resolve("daemons"))) {
            lbm.await(pid + " is gone", () -> !Os.alive(Long.parseLong(pid)));
        }
    }

    @Test
    void aFloodOfOutputFillsNoMemoryAndOthersLogsGoOn() throws Exception {
        good();
        lbm.home().script("flood.sh", "exec yes 'a line that is as long as lines of a program are, about so'");
        lbm.startFile(
                "apps:\n" + Yaml.program("good", "good.sh") + Yaml.program("flood", "flood.sh", "out_file: /dev/null"));
        Path log = lbm.home().home().resolve("logs/good-out.log");
        long manager = lbm.managerPid();
        long lines = size(log);
        for (int i = 0; i < 30; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            assertTrue(Os.resident(manager) < 300L << 20, () -> "resident " + Os.resident(manager));
        }
        long before = lines;
        lbm.await("the other log has grown", () -> size(log) > before + 50);
        lbm.run("stop", "flood").expect(0);
        assertEquals(1, lbm.pids("good").size());
    }

    @Test
    void aManagerWithoutDescriptorsSaysSoAndRunsOn() throws Exception {
        good();
        lbm.home().write("two.yaml", "apps:\n" + Yaml.program("two", "good.sh", "max_restarts: 3"));
        lbm.startFile("apps:\n" + Yaml.program("good", "good.sh"));
        long manager = lbm.managerPid();
        List<Long> pids = lbm.pids("good");
        // What it needs to hear the command, and no more.
        int open = Os.descriptors(manager) + 3;
        assertEquals("", command("prlimit", "--pid", "" + manager, "--nofile=" + open + ":"));
        Answer refused = lbm.run("start", "two.yaml");
        assertTrue(refused.exit() != 0, refused::toString);
        assertFalse(refused.err().contains("\tat "), refused::toString);
        assertEquals("", command("prlimit", "--pid", "" + manager, "--nofile=1024:"));
        lbm.run("start", "two.yaml").expect(0);
        assertEquals(manager, lbm.managerPid());
        assertEquals(pids, lbm.pids("good"));
    }

    @Test
    void aFullDiskCostsLinesButNoProgramAndNoManager() throws Exception {
        good();
        // A write to it fails as on a full disk.
        lbm.startFile(
                "apps:\n" + Yaml.program("full", "good.sh", "out_file: /dev/full") + Yaml.program("good", "good.sh"));
        List<Long> pids = lbm.pids("full");
        Path log = lbm.home().home().resolve("logs/good-out.log");
        long before = size(log);
        lbm.await("the other log grows", () -> size(log) > before + 50);
        lbm.await(
                "the operator is told",
                () -> lbm.status().path("notes").toString().contains("No space left"));
        assertEquals(pids, lbm.pids("full"));
    }

    @Test
    void aFullHomeIsToldAndHealsByItself() throws Exception {
        Path home = Files.createDirectories(lbm.home().home());
        String mounted = command("mount", "-t", "tmpfs", "-o", "size=2m,mode=0700", "lbm-test", home.toString());
        Assumptions.assumeTrue(mounted.isEmpty(), () -> "no right to mount a small disk here: " + mounted);
        try {
            good();
            lbm.startFile("apps:\n" + Yaml.program("good", "good.sh"));
            List<Long> pids = lbm.pids("good");
            long manager = lbm.managerPid();
            Path filler = home.resolve("filler");
            fill(filler);
            Answer restarted = lbm.run("restart", "good");
            assertFalse(restarted.err().contains("\tat "), restarted::toString);
            assertTrue(Os.alive(manager), "the manager lives");
            // The end of the former process has given its buffers back, and may do so still.
            List<Path> more = new ArrayList<>();
            lbm.await("what cannot be saved is told", () -> {
                more.add(home.resolve("more" + more.size()));
                fill(more.get(more.size() - 1));
                Answer saved = lbm.run("save");
                return saved.exit() != 0 && saved.err().contains("No space left");
            });
            Files.delete(filler);
            for (Path file : more) {
                Files.delete(file);
            }
            lbm.run("save").expect(0);
            lbm.run("restart", "good").expect(0);
            lbm.await("it runs anew", () -> lbm.online("good", 1, pids));
            assertEquals(manager, lbm.managerPid());
            lbm.run("kill").expect(0);
        } finally {
            lbm.run("kill");
            command("umount", "-l", home.toString());
        }
    }

    /** Root is held to no number of processes, so this manager is another user's, from a copy that user may read. */
    @Test
    void aManagerThatMayStartNoMoreProcessesSaysSoAndTriesAgain() throws Exception {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "only root can be another user for this test");
        good();
        Path base = lbm.home().base();
        Path copy = Files.createDirectories(base.resolve("lbm/manager/target/lbm"));
        Path root = Path.of(System.getProperty("lbm.root")).toAbsolutePath().normalize();
        assertEquals(
                "",
                command(
                        "cp",
                        "-r",
                        root.resolve("scripts").toString(),
                        base.resolve("lbm/scripts").toString()));
        assertEquals(
                "", command("cp", "-r", root.resolve("manager/target/lbm/lib").toString(), copy.toString()));
        assertEquals("", command("chown", "-R", USER + ":" + USER, base.toString()));
        lbm.home().write("eco.yaml", "apps:\n" + Yaml.program("good", "good.sh"));
        lbm.home().write("more.yaml", "apps:\n" + Yaml.program("more", "good.sh", "max_restarts: 1000"));
        assertEquals("", asUser("start", "eco.yaml"));
        List<Long> pids = lbm.pids("good");
        long manager = lbm.managerPid();
        assertEquals("", limitProcesses(manager, 1));
        String refused = asUser("start", "more.yaml");
        assertTrue(refused.contains("Resource temporarily unavailable (as many processes as `ulimit -u`"), refused);
        assertFalse(refused.contains("\tat "), refused);
        assertEquals(pids, lbm.pids("good"));
        assertTrue(Os.alive(manager));
        assertEquals("", limitProcesses(manager, 1000));
        assertEquals("", asUser("restart", "more"));
        assertEquals(1, lbm.pids("more").size());
        assertEquals(manager, lbm.managerPid());
    }

    /** A number that bears no name: nobody else's processes count. */
    private static final String USER = "64321";

    /** The soft limit alone: a user may set his own up again. */
    private static String limitProcesses(long manager, int count) throws IOException, InterruptedException {
        return command(
                "setpriv",
                "--reuid=" + USER,
                "--regid=" + USER,
                "--clear-groups",
                "prlimit",
                "--pid",
                "" + manager,
                "--nproc=" + count + ":");
    }

    /** Empty when it succeeded, else what it said. */
    private String asUser(String... words) throws IOException, InterruptedException {
        Path base = lbm.home().base();
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + USER,
                "--regid=" + USER,
                "--clear-groups",
                "env",
                "-C",
                lbm.home().work().toString(),
                "LBM_HOME=" + lbm.home().home(),
                "LBM_ARCHIVES=0",
                base.resolve("lbm/scripts/lbm").toString()));
        command.addAll(List.of(words));
        Path said = base.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(180, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor() == 0 ? "" : Files.readString(said) + " exit " + process.exitValue();
    }
}
