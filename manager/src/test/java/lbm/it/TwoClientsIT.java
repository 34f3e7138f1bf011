package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class TwoClientsIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void reloadsAskedForAtOnceDoNotCollide() throws Exception {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 2));
        List<Long> before = lbm.pids("site");
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 8, 2)) {
            traffic.awaitMore(100);
            List<Running> clients = Stream.of("site", "all", "site")
                    .map(selector -> lbm.start(Map.of(), "reload", selector))
                    .toList();
            for (Running client : clients) {
                client.answer(client.process().waitFor()).expect(0);
            }
            traffic.awaitMore(100);
            Result result = traffic.stop("three reloads at once");
            assertEquals(0, result.failed(), result::toString);
            assertEquals(0, result.closed(), result::toString);
        }
        assertEquals(2, lbm.pids("site").size(), () -> lbm.status().toString());
        assertTrue(lbm.pids("site").stream().noneMatch(before::contains));
        String mark = "LBM_HOME=" + lbm.home().home();
        lbm.await("one manager, two workers", () -> Os.withEnvironment(mark).size() == 3);
    }

    @Test
    void aStopThatMeetsAReloadWins() throws Exception {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 2));
        Running reload = lbm.start(Map.of(), "reload", "site");
        lbm.await(
                "the reload is on its way", () -> !reload.answer(0).everything().isBlank());
        Running stop = lbm.start(Map.of(), "stop", "site");
        stop.answer(stop.process().waitFor()).expect(0);
        reload.process().waitFor();
        lbm.await(
                "both instances are stopped",
                () -> lbm.instances("site").stream()
                        .allMatch(instance -> instance.path("status").asText().equals("stopped")));
        String mark = "LBM_HOME=" + lbm.home().home();
        lbm.await("only the manager is left", () -> Os.withEnvironment(mark).size() == 1);
    }
}
