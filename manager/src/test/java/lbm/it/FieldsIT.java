package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Fields of PM2's file one by one, told by real programs; several apps in one manager, since a manager takes its time. */
@Timeout(600)
class FieldsIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    private void start(String... apps) {
        lbm.home().write("eco.yaml", "apps:\n" + String.join("", apps));
        // Some of these end on purpose, which start tells by its exit code.
        lbm.run("start", "eco.yaml");
    }

    private JsonNode app(String name) {
        return lbm.instances(name).get(0);
    }

    private String statusOf(String name) {
        return app(name).path("status").asText();
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(lbm.home().work().resolve(file));
        } catch (IOException e) {
            return List.of();
        }
    }

    private List<String> logs() {
        try (Stream<Path> files = Files.list(lbm.home().home().resolve("logs"))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    @Test
    void howAProgramIsEnded() {
        String trap = "trap 'echo %1$s >> got-$LBM_APP; exit 0' %1$s; touch up-$LBM_APP";
        lbm.home().script("term.sh", String.format(trap, "TERM"), "while :; do sleep 0.05; done");
        lbm.home().script("int.sh", String.format(trap, "INT"), "while :; do sleep 0.05; done");
        lbm.home().script("quit.sh", String.format(trap, "QUIT"), "while :; do sleep 0.05; done");
        lbm.home().script("deaf.sh", "trap '' INT TERM", "echo $$ > deaf-$LBM_APP", "while :; do sleep 0.05; done");
        lbm.home().script("tree.sh", "sleep 1000 & echo $! > child-$LBM_APP", "wait");
        start(
                Yaml.program("term", "term.sh", "kill_signal: SIGTERM", "kill_timeout: 60s"),
                Yaml.program("int", "int.sh", "kill_timeout: 60s"),
                Yaml.program("quit", "quit.sh", "kill_signal: QUIT", "kill_timeout: 60s"),
                Yaml.program("deaf", "deaf.sh", "kill_timeout: 400"),
                Yaml.program("whole", "tree.sh"),
                Yaml.program("alone", "tree.sh", "treekill: false"));
        lbm.await(
                "all have begun",
                () -> !lines("child-whole").isEmpty()
                        && !lines("child-alone").isEmpty()
                        && !lines("deaf-deaf").isEmpty()
                        && Stream.of("up-term", "up-int", "up-quit")
                                .allMatch(up -> Files.exists(lbm.home().work().resolve(up))));
        long whole = Long.parseLong(lines("child-whole").get(0));
        long alone = Long.parseLong(lines("child-alone").get(0));
        try {
            lbm.run("stop", "all").expect(0);
            assertEquals(List.of("TERM"), lines("got-term"));
            assertEquals(List.of("INT"), lines("got-int"));
            assertEquals(List.of("QUIT"), lines("got-quit"));
            assertFalse(Os.alive(Long.parseLong(lines("deaf-deaf").get(0))), "killed after kill_timeout");
            // The instance itself is waited for; what it has left is dying.
            lbm.await("the stop reaches the tree", () -> !Os.alive(whole));
            assertTrue(Os.alive(alone), "treekill: false leaves what the program has started");
        } finally {
            Os.signal("KILL", alone);
        }
    }

    @Test
    void whenAnExitIsFollowedByAStart() {
        String stamp = "date +%s%N >> runs-$LBM_APP";
        lbm.home().script("crash.sh", stamp, "sleep 0.05", "exit 1");
        lbm.home().script("three.sh", stamp, "sleep 0.05", "exit 3");
        lbm.home().script("good.sh", stamp, "exec sleep 1000");
        start(
                Yaml.program("delayed", "crash.sh", "restart_delay: 600", "max_restarts: 100"),
                Yaml.program("backoff", "crash.sh", "exp_backoff_restart_delay: 300", "max_restarts: 100"),
                Yaml.program("coded", "three.sh", "stop_exit_codes: [2, 3]"),
                Yaml.program("once", "crash.sh", "autorestart: false"),
                Yaml.program("limited", "crash.sh", "max_restarts: 2", "min_uptime: 1h", "restart_delay: 50"),
                Yaml.program("asleep", "good.sh", "autostart: false"),
                Yaml.program("good", "good.sh"));
        lbm.await(
                "enough runs",
                () -> lines("runs-delayed").size() >= 3 && lines("runs-backoff").size() >= 5);
        assertTrue(gaps("delayed").stream().allMatch(gap -> gap >= 600), () -> "" + gaps("delayed"));
        // The first at once or after the first wait; then 300, 450, 675 ms and more.
        List<Long> waits = gaps("backoff");
        assertTrue(waits.get(1) >= 300 && waits.get(2) >= 450 && waits.get(3) >= 675, waits::toString);
        lbm.await("coded is down", () -> statusOf("coded").equals("stopped"));
        assertEquals(1, lines("runs-coded").size());
        lbm.await("once is down", () -> statusOf("once").equals("stopped"));
        assertEquals(1, lines("runs-once").size());
        lbm.await("limited is given up", () -> statusOf("limited").equals("errored"));
        assertEquals(2, lines("runs-limited").size());
        assertEquals(List.of(), lines("runs-asleep"));
        assertEquals("online", statusOf("good"));
        lbm.run("start", "asleep").expect(0);
        assertEquals("online", statusOf("asleep"));
    }

    private List<Long> gaps(String app) {
        List<Long> gaps = new ArrayList<>();
        List<String> runs = lines("runs-" + app);
        for (int i = 1; i < runs.size(); i++) {
            gaps.add((Long.parseLong(runs.get(i)) - Long.parseLong(runs.get(i - 1))) / 1_000_000);
        }
        return gaps;
    }

    @Test
    void instancesAreNumbered() {
        lbm.home().script("numbers.sh", "echo \"$BASE $MINE $LBM_INSTANCE\" >> numbers", "exec sleep 1000");
        start(Yaml.program(
                "n", "numbers.sh", "instances: 3", "increment_var: BASE", "instance_var: MINE", "env: {BASE: '100'}"));
        lbm.await("all have told", () -> lines("numbers").size() == 3);
        assertEquals(
                List.of("100 0 0", "101 1 1", "102 2 2"),
                lines("numbers").stream().sorted().toList());
    }

    @Test
    void whereLinesGo() throws Exception {
        lbm.home().script("talk.sh", "echo out-$LBM_INSTANCE", "echo err-$LBM_INSTANCE >&2", "exec sleep 1000");
        start(
                Yaml.program("nowhere", "talk.sh", "out_file: /dev/null", "error_file: /dev/null"),
                Yaml.program("half", "talk.sh", "out_file: /dev/null"),
                Yaml.program("off", "talk.sh", "disable_logs: true"),
                Yaml.program("json", "talk.sh", "log_type: json"),
                Yaml.program("merged", "talk.sh", "instances: 2", "merge_logs: true"),
                Yaml.program("parted", "talk.sh", "instances: 2", "merge_logs: false"),
                Yaml.program("named", "talk.sh", "out_file: own/app.log", "error_file: own/app.log", "time: true"));
        Path logs = lbm.home().home().resolve("logs");
        lbm.await("the last has told", () -> lines("own/app.log").size() == 2);
        lbm.await(
                "all have told",
                () -> Files.exists(logs.resolve("half-error.log"))
                        && logs().stream()
                                        .filter(name -> name.matches("parted-out-\\d+\\.log"))
                                        .count()
                                == 2
                        && read(logs.resolve("merged-out.log")).size() == 2
                        && read(logs.resolve("json-error.log")).size() == 1);
        List<String> names = logs();
        assertTrue(
                names.stream().noneMatch(name -> name.startsWith("nowhere") || name.startsWith("off")),
                names::toString);
        assertTrue(names.stream().noneMatch(name -> name.startsWith("half-out")), names::toString);
        assertEquals(
                2,
                names.stream()
                        .filter(name -> name.matches("parted-out-\\d+\\.log"))
                        .count(),
                names::toString);
        assertEquals(
                1, names.stream().filter(name -> name.startsWith("merged-out")).count(), names::toString);
        JsonNode line =
                new ObjectMapper().readTree(read(logs.resolve("json-error.log")).get(0));
        assertEquals("err-0", line.path("message").asText().strip());
        assertEquals("err", line.path("type").asText());
        assertEquals("json", line.path("app_name").asText());
        assertTrue(line.path("process_id").isInt(), line::toString);
        assertTrue(
                lines("own/app.log").get(0).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d: .*"),
                () -> "" + lines("own/app.log"));
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
