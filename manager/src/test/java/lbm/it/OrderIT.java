package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Apps that depend on each other; each writes into {@code trace} what happens to it. */
@Timeout(600)
class OrderIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    /** A server that takes its time to end, and is ready when it has written that it is up. */
    private String server(String name, String... more) {
        lbm.home()
                .script(
                        name + ".sh",
                        "trap 'sleep 0.4; rm -f up-" + name + "; echo " + name + " down >> trace; exit 0' INT TERM",
                        "echo " + name + " up >> trace",
                        "touch up-" + name,
                        "while :; do sleep 0.1; done");
        List<String> lines = new ArrayList<>(List.of(more));
        lines.add("kill_timeout: 60s");
        if (lines.stream().noneMatch(line -> line.startsWith("ready:"))) {
            lines.add("listen_timeout: 60s");
            lines.add("ready: {command: [test, -e, up-" + name + "], interval: 100ms}");
        }
        return Yaml.program(name, name + ".sh", lines.toArray(String[]::new));
    }

    private List<String> trace() {
        try {
            Path file = lbm.home().work().resolve("trace");
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String chain() {
        return "apps:\n" + server("web", "depends_on: api") + server("api", "depends_on: [db]") + server("db");
    }

    @Test
    void appsStartAfterThoseTheyDependOnAndEndBeforeThem() {
        lbm.startFile(chain());
        assertEquals(List.of("db up", "api up", "web up"), trace());
        assertEquals(0, lbm.instances("web").get(0).path("id").asInt(), "ids are in the order of the file");
        lbm.run("stop", "all").expect(0);
        assertEquals(List.of("web down", "api down", "db down"), trace().subList(3, 6));
        lbm.run("start", "all").expect(0);
        lbm.run("delete", "ecosystem.yaml").expect(0);
        assertEquals(List.of("db up", "api up", "web up", "web down", "api down", "db down"), trace().subList(6, 12));
    }

    @Test
    void theEndOfTheManagerKeepsTheOrder() {
        lbm.startFile(chain());
        lbm.run("kill").expect(0);
        assertEquals(List.of("web down", "api down", "db down"), trace().subList(3, 6));
    }

    @Test
    void aSavedListComesBackInOrder() {
        lbm.startFile(chain());
        lbm.run("save").expect(0);
        lbm.run("kill").expect(0);
        lbm.run("resurrect").expect(0);
        assertEquals(List.of("db up", "api up", "web up"), trace().subList(6, 9));
    }

    @Test
    void oneAppBringsWhatItDependsOn() {
        lbm.home().write("ecosystem.yaml", chain() + server("other"));
        Answer start = lbm.run("start", "--only", "web").expect(0);
        assertTrue(start.err().contains("api: started too, web depends on it"), start::toString);
        assertEquals(List.of("db up", "api up", "web up"), trace());

        Answer stop = lbm.run("stop", "db").expect(0);
        assertTrue(stop.err().contains("api depends on db and runs on without it"), stop::toString);
        assertEquals(1, lbm.pids("api").size());
        lbm.run("stop", "all").expect(0);

        Answer again = lbm.run("start", "api").expect(0);
        assertTrue(again.err().contains("db: started too, api depends on it"), again::toString);
        assertEquals(List.of("db up", "api up"), trace().subList(trace().size() - 2, trace().size()));
    }

    @Test
    void aFailedMigrationKeepsTheWebDownUntilItIsMended() {
        lbm.home()
                .script(
                        "migrate.sh",
                        "echo migrate >> trace",
                        "[ -e mended ] && exit 0",
                        "echo no such table >&2",
                        "exit 3");
        Answer start = lbm.failedStart(
                "apps:\n"
                        + server("web", "depends_on: {migrate: completed}")
                        + Yaml.program("migrate", "migrate.sh", "autorestart: false")
                        + server("free"),
                "no such table");
        assertTrue(start.err().contains("no such table"), start::toString);
        assertTrue(
                start.everything()
                        .contains("web: start failed: waits for migrate (completed), which is stopped: exit code 3"),
                start::toString);
        assertEquals(1, lbm.pids("free").size(), "the others go on");
        assertTrue(lbm.pids("web").isEmpty());
        Answer list = lbm.run("list").expect(0);
        assertTrue(list.out().contains("waits for migrate (completed)"), list::toString);

        lbm.home().write("mended", "");
        lbm.run("start", "migrate").expect(0);
        lbm.await("web starts by itself", () -> lbm.pids("web").size() == 1);

        // A release: the new migration comes before the new web.
        lbm.home().write("trace", "");
        lbm.run("reload", "ecosystem.yaml").expect(0);
        List<String> trace = trace();
        assertTrue(trace.indexOf("migrate") < trace.indexOf("web down"), trace::toString);
        assertTrue(trace.contains("web up"), trace::toString);
    }

    @Test
    void aWebIsLeftAloneWhenItsNewMigrationFails() {
        lbm.home().script("migrate.sh", "[ -e broken ] && exit 3", "exit 0");
        lbm.startFile("apps:\n"
                + server("web", "depends_on: {migrate: completed}")
                + Yaml.program("migrate", "migrate.sh", "autorestart: false"));
        List<Long> before = lbm.pids("web");
        lbm.home().write("broken", "");
        Answer reload = lbm.run("reload", "ecosystem.yaml").expect(1);
        for (int again = 0; again < 5 && !reload.everything().contains("migrate: reload failed"); again++) {
            // It took longer to fail than one that cannot say when it is ready is watched.
            reload = lbm.run("reload", "ecosystem.yaml").expect(1);
        }
        assertTrue(reload.everything().contains("migrate: reload failed"), reload.toString());
        assertEquals(before, lbm.pids("web"));
    }

    @Test
    void aStopEndsTheWait() {
        lbm.home()
                .write(
                        "ecosystem.yaml",
                        "apps:\n"
                                + server("web", "depends_on: db")
                                + server(
                                        "db",
                                        "listen_timeout: 60s",
                                        "ready: {command: [test, -e, up], interval: 100ms}"));
        Running start = lbm.start(Map.of(), "start");
        lbm.await("web waits", () -> awaits("web"));
        lbm.run("stop", "web").expect(0);
        assertEquals("stopped", lbm.instances("web").get(0).path("status").asText());
        lbm.home().write("up", "");
        Answer answer = start.waitAtMost(Duration.ofMinutes(2)).expect(1);
        assertTrue(answer.err().contains("web: start failed: superseded by stop"), answer::toString);
        lbm.await("db is up", () -> trace().equals(List.of("db up")));
    }

    @Test
    void whoWaitsWhenTheManagerIsKilledIsStartedByTheNextOne() {
        lbm.home()
                .write(
                        "ecosystem.yaml",
                        "apps:\n"
                                + server("web", "depends_on: db")
                                + server(
                                        "db",
                                        "listen_timeout: 60s",
                                        "ready: {command: [test, -e, up], interval: 100ms}")
                                + server("other"));
        Running start = lbm.start(Map.of(), "start");
        lbm.await("web waits", () -> awaits("web"));
        lbm.await("other runs", () -> lbm.pids("other").size() == 1);
        lbm.killManager();
        start.waitAtMost(Duration.ofMinutes(2));
        lbm.run("restart", "other").expect(0);
        lbm.await("web waits on", () -> awaits("web"));
        assertTrue(!trace().contains("web up"), () -> trace().toString());
        lbm.home().write("up", "");
        lbm.await("web runs", () -> lbm.pids("web").size() == 1);
        lbm.await("db is up", () -> trace().contains("db up"));
        assertEquals(1, trace().stream().filter("db up"::equals).count(), () -> trace().toString());
    }

    @Test
    void aCrashOfADependencyStopsNobody() {
        lbm.startFile(chain());
        List<Long> web = lbm.pids("web");
        long db = lbm.pids("db").get(0);
        Os.signal("KILL", db);
        lbm.await("db is back", () -> lbm.online("db", 1, List.of(db)));
        assertEquals(web, lbm.pids("web"));
    }

    private boolean awaits(String app) {
        return lbm.instances(app).stream()
                .anyMatch(m -> m.path("phase").asText().startsWith("waits for"));
    }
}
