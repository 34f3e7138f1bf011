package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class HundredReloadsIT {

    /** The first ones load classes, compile and fill pools; what is kept after them would be a leak. */
    private static final int SETTLING = 10;

    private static final int RELOADS = 100;
    private static final long MEMORY_SLACK = 24L << 20;

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void aHundredReloadsLeaveTheManagerAsItWas() throws Exception {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 1).replace("warmup: 100", "warmup: 0"));
        try (Client kept = new Client(port)) {
            // One idle connection migrates each time: the whole road, in both directions.
            assertEquals(200, kept.get(lbm.home().pages().get(0), true).status());
            reload(SETTLING);
            Figures before = figures();
            reload(RELOADS);
            assertEquals(200, kept.get(lbm.home().pages().get(0), true).status());
            // The JVM itself takes a thread or two while it compiles, and gives them back.
            lbm.await("no more descriptors and threads than " + before, () -> {
                Figures now = figures();
                return now.descriptors() <= before.descriptors() + 2 && now.threads() <= before.threads() + 1;
            });
            Figures after = figures();
            System.out.println("manager before " + RELOADS + " reloads: " + before + ", after: " + after);
            assertTrue(after.resident() <= before.resident() + MEMORY_SLACK, () -> before + " -> " + after);
        }
        String mark = "LBM_HOME=" + lbm.home().home();
        lbm.await("one manager, one worker", () -> Os.withEnvironment(mark).size() == 2);
    }

    /** Asked over the socket: a JVM for each of these questions would double the time. */
    private void reload(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            List<Long> before = lbm.pids("site");
            var end = Control.post(lbm.home().home(), "/v1/reload", "{\"selectors\":[\"site\"]}");
            assertEquals(0, end.path("exit").asInt(-1), end::toString);
            assertTrue(lbm.pids("site").stream().noneMatch(before::contains), end::toString);
        }
    }

    private Figures figures() {
        long pid = lbm.managerPid();
        return new Figures(Os.descriptors(pid), Os.threads(pid), Os.resident(pid));
    }

    private record Figures(int descriptors, int threads, long resident) {
        @Override
        public String toString() {
            return descriptors + " descriptors, " + threads + " threads, " + (resident >> 20) + " MB";
        }
    }
}
