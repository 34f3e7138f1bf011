package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** As whom and within which limits programs run: told by the programs themselves. */
@Timeout(600)
class LaunchIT {

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @BeforeEach
    void othersMayEnterTheFolder() throws Exception {
        Files.setPosixFilePermissions(lbm.home().base(), PosixFilePermissions.fromString("rwxr-xr-x"));
        lbm.home()
                .script(
                        "who.sh",
                        "echo \"uid=$(id -u) gid=$(id -g) groups=$(id -G)\"",
                        "echo \"nofile=$(ulimit -n) nice=$(nice)\"",
                        "echo \"home=$HOME user=$USER logname=$LOGNAME\"",
                        "echo \"pid=$$ args=$*\"",
                        "echo ready > \"/proc/self/fd/2\"",
                        "exec sleep 1000");
    }

    private List<String> said(String app) throws IOException {
        Path log = lbm.home().home().resolve("logs/" + app + "-out.log");
        lbm.await(app + " has told", () -> Files.exists(log) && lines(log).size() >= 4);
        return lines(log);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    @Test
    void limitsAndPidFileHoldAndThePidIsTheProgramsOwn() throws Exception {
        lbm.startFile("apps:\n"
                + Yaml.program("limited", "who.sh", "nofile: 500", "nice: 7", "pid_file: run/it.pid", "args: a 'b c'")
                + Yaml.program("plain", "who.sh"));
        List<String> said = said("limited");
        assertEquals("nofile=500 nice=7", said.get(1));
        long pid = lbm.pids("limited").get(0);
        assertEquals("pid=" + pid + " args=a b c", said.get(3));
        assertFalse(said("plain").get(1).startsWith("nofile=500 "), said::toString);

        // PM2 puts the number of the instance before the ending.
        Path file = lbm.home().work().resolve("run/it-0.pid");
        assertEquals(Long.toString(pid), Files.readString(file));
        assertEquals(
                Long.toString(pid),
                Files.readString(lbm.home().home().resolve("pids/limited-0.pid"))
                        .strip());
        lbm.run("restart", "limited").expect(0);
        lbm.await(
                "the file names the new process",
                () -> lines(file)
                        .equals(List.of(Long.toString(lbm.pids("limited").get(0)))));
        lbm.run("stop", "limited").expect(0);
        lbm.await("the file is gone", () -> Files.notExists(file));
    }

    @Test
    void anotherUsersProgramIsThatUsersWhole() throws Exception {
        lbm.home()
                .write("eco.yaml", "apps:\n" + Yaml.program("who", "who.sh", "uid: nobody", "nofile: 500", "nice: 3"));
        if (!ROOT) {
            Answer refused = lbm.run("start", "eco.yaml").expect(1);
            assertTrue(refused.err().contains("only a manager of root"), refused::toString);
            return;
        }
        lbm.run("start", "eco.yaml").expect(0);
        List<String> said = said("who");
        Map<String, String> nobody = Map.of("uid", id("-u"), "gid", id("-g"), "groups", id("-G"));
        assertEquals(
                "uid=" + nobody.get("uid") + " gid=" + nobody.get("gid") + " groups=" + nobody.get("groups"),
                said.get(0));
        assertEquals("nofile=500 nice=3", said.get(1));
        assertTrue(said.get(2).endsWith(" user=nobody logname=nobody"), said::toString);
        assertFalse(said.get(2).contains("home=" + System.getProperty("user.home") + " "), said::toString);
        long pid = lbm.pids("who").get(0);
        assertTrue(said.get(3).startsWith("pid=" + pid + " "), said::toString);
        lbm.run("stop", "who").expect(0);
        assertFalse(Os.alive(pid));
    }

    private static String id(String option) throws IOException {
        Process id = new ProcessBuilder("id", option, "nobody").start();
        return new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void whatCannotBeIsOneLineAndNothingElseSuffers() {
        lbm.home()
                .write(
                        "unknown.yaml",
                        "apps:\n"
                                + Yaml.program("nobody", "who.sh", "uid: no-such-user-here")
                                + Yaml.program("nogroup", "who.sh", "gid: no-such-group-here"));
        Answer unknown = lbm.run("start", "unknown.yaml").expect(2);
        assertTrue(unknown.err().contains("no-such-user-here"), unknown::toString);
        assertTrue(unknown.err().contains("no-such-group-here"), unknown::toString);

        Answer answer = lbm.failedStart(
                "apps:\n"
                        + Yaml.program("good", "who.sh")
                        + Yaml.program("nofile", "who.sh", "nofile: 1000000000", "max_restarts: 2"),
                "nofile: start failed");
        assertFalse(answer.err().contains("Exception"), answer::toString);
        assertEquals(1, lbm.pids("good").size(), answer::toString);
        lbm.await(
                "the other is given up",
                () -> lbm.instances("nofile").get(0).path("status").asText().equals("errored"));
    }

    @Test
    void aProgramThatIsNotThereIsNamedAlsoBehindLimits() {
        lbm.home()
                .write(
                        "eco.yaml",
                        "apps:\n  - name: gone\n    script: /no/such/program\n    interpreter: none\n    nice: 5\n");
        Answer answer = lbm.run("start", "eco.yaml");
        assertTrue(answer.exit() != 0 && answer.err().contains("/no/such/program"), answer::toString);
    }
}
