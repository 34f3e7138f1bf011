package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class TenReloadsUnderLoadIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void tenReloadsLoseNoRequestAndCloseNoConnection() throws Exception {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 2));
        Set<Long> everyPid = new HashSet<>(lbm.pids("site"));
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 16, 2)) {
            traffic.awaitMore(200);
            for (int reload = 1; reload <= 10; reload++) {
                lbm.run("reload", "site").expect(0);
                List<Long> pids = lbm.pids("site");
                assertEquals(2, pids.size(), () -> "two online after a reload: " + lbm.status());
                for (long pid : pids) {
                    assertTrue(everyPid.add(pid), pid + " served before this reload");
                }
                traffic.awaitMore(100);
            }
            Result result = traffic.stop("ten reloads");
            assertEquals(0, result.failed(), result::toString);
            assertEquals(0, result.closed(), result::toString);
        }
        assertEquals(22, everyPid.size());
        List<Long> last = lbm.pids("site");
        lbm.await(
                "older generations are gone",
                () -> everyPid.stream().filter(Os::alive).count() == last.size());
    }
}
