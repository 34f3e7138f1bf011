package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A folder with the files of a control group stands for one that was delegated: what lbm writes is the same everywhere,
 * what the kernel does with it is not lbm's.
 */
@Timeout(600)
class CgroupIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    private Path delegated() throws IOException {
        Path folder = Files.createDirectories(lbm.home().work().resolve("cg"));
        Files.writeString(folder.resolve("cgroup.controllers"), "cpu memory\n");
        Files.writeString(folder.resolve("cgroup.subtree_control"), "cpu memory\n");
        return folder;
    }

    private static List<Path> groups(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** A process enters its group by itself, before it becomes the program. */
    private void awaitMember(Path group, long pid) {
        lbm.await(pid + " is in " + group, () -> {
            try {
                return Files.readString(group.resolve("cgroup.procs")).strip().equals(Long.toString(pid));
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Test
    void eachProcessEntersItsOwnGroupBeforeItRunsAndTheKernelsKillIsTheReason() throws Exception {
        Path folder = delegated();
        lbm.home().script("app.sh", "echo up", "exec sleep 1000");
        lbm.home().write("eco.yaml", "apps:\n" + Yaml.program("app", "app.sh", "memory_max: 200M", "cpu_max: 0.5"));
        Map<String, String> environment = Map.of("LBM_CGROUP", folder.toString());
        lbm.run(environment, "start", "eco.yaml").expect(0);
        assertEquals(1, groups(folder).size(), () -> "groups: " + groups(folder));
        Path group = groups(folder).get(0);
        long pid = lbm.pids("app").get(0);
        awaitMember(group, pid);
        assertEquals("209715200", Files.readString(group.resolve("memory.max")));
        assertEquals("50000 100000", Files.readString(group.resolve("cpu.max")));
        assertTrue(lbm.status().path("notes").isEmpty(), () -> "" + lbm.status());

        // A new manager finds the group again.
        lbm.killManager();
        lbm.run(environment, "start", "eco.yaml").expect(0);
        assertEquals(List.of(pid), lbm.pids("app"));
        Files.writeString(group.resolve("memory.events"), "low 0\nmax 7\noom 1\noom_kill 1\n");
        Os.signal("KILL", pid);
        lbm.await("another process", () -> lbm.online("app", 1, List.of(pid)));
        assertTrue(
                lbm.instances("app").get(0).path("why").asText().startsWith("killed by the kernel: memory_max 200"),
                () -> "" + lbm.status());

        // Somebody is left in that group, as far as the folder goes: what was counted there is not the next one's.
        long next = lbm.pids("app").get(0);
        awaitMember(folder.resolve(group.getFileName() + "-2"), next);
        Os.signal("KILL", next);
        lbm.await("a third process", () -> lbm.online("app", 1, List.of(next)));
        assertFalse(
                lbm.instances("app").get(0).path("why").asText().contains("killed by the kernel"),
                () -> "" + lbm.status());
    }

    @Test
    void aProgramThatEndsOfItsChildsEndSaysWhoseDoingItWas() throws Exception {
        Path folder = delegated();
        lbm.home()
                .script(
                        "wrap.sh",
                        "[ -e once ] && exec sleep 1000",
                        "touch once",
                        "while [ ! -e go ]; do sleep 0.1; done",
                        "exit 3");
        lbm.home().write("eco.yaml", "apps:\n" + Yaml.program("wrap", "wrap.sh", "memory_max: 200M"));
        lbm.run(Map.of("LBM_CGROUP", folder.toString()), "start", "eco.yaml").expect(0);
        Files.writeString(groups(folder).get(0).resolve("memory.events"), "oom_kill 2\n");
        lbm.home().write("go", "");
        lbm.await(
                "it has ended",
                () -> lbm.instances("wrap").stream()
                        .anyMatch(it -> it.path("why")
                                .asText()
                                .startsWith(
                                        "exit code 3; the kernel had killed 2 of its processes: memory_max 200.0 MB")));
    }

    @Test
    void withoutAGroupMemoryIsWatchedAndTheOperatorIsTold() throws Exception {
        lbm.home()
                .script(
                        "hog.sh",
                        "[ -e once ] && exec sleep 1000",
                        "touch once",
                        "{ head -c 80000000 /dev/zero; sleep 1000; } | tail -c 80000000");
        lbm.home().write("eco.yaml", "apps:\n" + Yaml.program("hog", "hog.sh", "memory_max: 60M", "cpu_max: 1"));
        lbm.run(Map.of("LBM_CGROUP", "/no/such/group"), "start", "eco.yaml").expect(0);
        lbm.await(
                "it is replaced",
                () -> lbm.instances("hog").stream()
                        .anyMatch(it -> it.path("why").asText().contains("over memory_max 60")));
        assertTrue(
                lbm.status()
                        .path("notes")
                        .toString()
                        .contains("hog: cpu_max has no effect, and memory_max is watched each second, not held by the"
                                + " kernel: no control group: /no/such/group"),
                () -> "" + lbm.status());
    }
}
