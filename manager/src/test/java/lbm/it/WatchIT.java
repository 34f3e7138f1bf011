package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class WatchIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    private void startWatched(String... more) {
        lbm.home().script("app.sh", "echo \"run $(cat src/version)\"", "exec sleep 1000");
        lbm.home().write("src/version", "1");
        String[] lines = new String[more.length + 2];
        lines[0] = "watch: true";
        // Longer than a pause of this test between two writes that belong together.
        lines[1] = "watch_delay: 3s";
        System.arraycopy(more, 0, lines, 2, more.length);
        lbm.startFile("apps:\n" + Yaml.program("app", "app.sh", lines) + Yaml.program("other", "app.sh"));
    }

    private int restarts() {
        return lbm.instances("app").get(0).path("restarts").asInt();
    }

    private String why() {
        return lbm.instances("app").get(0).path("why").asText();
    }

    /** Heard once it is watched, which takes a moment after the start; nothing is on its way afterwards. */
    private void touchUntilHeard() {
        int before = restarts();
        int[] looks = {0};
        lbm.await("a change is heard", () -> {
            if (looks[0]++ % 200 == 0) {
                lbm.home().write("src/version", "touched " + looks[0]);
            }
            return restarts() > before && lbm.pids("app").size() == 1;
        });
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aChangeIsFollowedByOneReloadThatNamesTheFile() throws Exception {
        startWatched();
        List<Long> other = lbm.pids("other");
        touchUntilHeard();
        assertTrue(why().startsWith("changed: src"), this::why);
        pause(1500);
        int before = restarts();
        for (int i = 0; i < 20; i++) {
            lbm.home().write("src/new/file" + i, "x");
        }
        lbm.await("reloaded", () -> restarts() > before);
        pause(1500);
        assertEquals(before + 1, restarts(), "many changes are one reload: " + why());
        assertEquals(other, lbm.pids("other"), "who watches nothing goes on");
    }

    @Test
    void whatIsIgnoredAndTheAppsOwnLogsChangeNothing() throws Exception {
        startWatched(
                "ignore_watch: [data, '*.tmp']",
                "out_file: logs/app.log",
                "error_file: logs/app.err",
                "pid_file: app.pid");
        touchUntilHeard();
        pause(1500);
        int before = restarts();
        Files.createDirectories(lbm.home().work().resolve("data"));
        lbm.home().write("data/x", "1");
        lbm.home().write("src/a.tmp", "1");
        lbm.home().write("node_modules/m/index.js", "1");
        pause(1500);
        assertEquals(before, restarts(), this::why);
        lbm.home().write("src/real", "1");
        lbm.await("a real change counts", () -> restarts() > before);
    }

    @Test
    void aStoppedAppIsNotStartedByAChange() {
        startWatched();
        touchUntilHeard();
        lbm.run("stop", "app").expect(0);
        lbm.home().write("src/version", "5");
        pause(1500);
        assertEquals(List.of(), lbm.pids("app"));
        lbm.run("start", "app").expect(0);
        touchUntilHeard();
    }

    @Test
    void aSiteIsReloadedWithoutLosingARequest() throws Exception {
        int port = Os.freePort();
        lbm.home().write("trigger/before", "1");
        lbm.startFile(Yaml.site(port, 2, "watch: [trigger]", "watch_delay: 100"));
        List<Long> before = lbm.pids("site");
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 4, 2)) {
            lbm.await("both workers are replaced", () -> {
                // Until it is heard, and not while it is acted on.
                if (lbm.pids("site").equals(before)) {
                    lbm.home().write("trigger/now", "1");
                    pause(1000);
                }
                return lbm.online("site", 2, before);
            });
            traffic.awaitMore(200);
            Result result = traffic.stop("watch");
            assertEquals(0, result.failed(), result::toString);
        }
    }
}
