package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class StartTwiceIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void startShowsTheTableAndTheAddressAndASecondStartChangesNothing() throws Exception {
        int port = Os.freePort();
        Answer first = lbm.startFile(Yaml.site(port, 2));
        assertTrue(first.everything().contains("http://127.0.0.1:" + port), first::toString);
        assertTrue(first.out().contains("site") && first.out().contains("online"), first::toString);
        try (Client client = new Client(port)) {
            assertEquals(Home.INDEX, client.get(new Page("/", ""), true).body());
        }
        List<Long> pids = lbm.pids("site");

        Answer second = lbm.run("start").expect(0);
        assertTrue(second.everything().contains("nothing changed"), second::toString);
        assertEquals(pids, lbm.pids("site"));
    }

    @Test
    void jlistHasTheShapeOfPm2() {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 2, "env: {NODE_ENV: production, API_TOKEN: very-secret}"));
        JsonNode list = lbm.jlist();
        assertEquals(2, list.size());
        for (int i = 0; i < 2; i++) {
            JsonNode one = list.get(i);
            assertEquals("site", one.path("name").asText(), one::toString);
            assertEquals(i, one.path("pm_id").asInt(-1), one::toString);
            assertEquals(lbm.pids("site").get(i), one.path("pid").asLong());
            assertTrue(one.path("monit").path("memory").isNumber(), one::toString);
            assertTrue(one.path("monit").path("cpu").isNumber(), one::toString);
            JsonNode env = one.path("pm2_env");
            assertEquals("online", env.path("status").asText(), one::toString);
            assertEquals("cluster_mode", env.path("exec_mode").asText(), one::toString);
            assertEquals(0, env.path("restart_time").asInt(-1), one::toString);
            assertTrue(env.path("pm_uptime").asLong() > 1_600_000_000_000L, one::toString);
            assertTrue(env.path("pm_out_log_path").asText().startsWith("/"), one::toString);
        }
        assertTrue(!list.toString().contains("very-secret"), "secrets are hidden unless asked for");
    }

    @Test
    void aChangedFileIsAppliedByReload() {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 1));
        List<Long> before = lbm.pids("site");
        lbm.home().write("ecosystem.yaml", Yaml.site(port, 2, "env: {COLOUR: green}"));
        Answer answer = lbm.run("reload", "ecosystem.yaml").expect(0);
        assertTrue(answer.everything().contains("instances"), "the difference is printed: " + answer);
        assertEquals(2, lbm.pids("site").size(), () -> lbm.status().toString());
        assertNotEquals(before.get(0), lbm.pids("site").get(0));
        assertTrue(lbm.jlist().get(0).path("pm2_env").toString().contains("green"));
    }

    @Test
    void stoppedAppsStartAgainAndDeletedOnesAreForgotten() {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 2));
        lbm.run("stop", "site").expect(0);
        assertEquals(List.of(), lbm.pids("site"));
        assertEquals(2, lbm.instances("site").size(), "stopped, not forgotten");
        lbm.run("start", "site").expect(0);
        assertEquals(2, lbm.pids("site").size());
        lbm.run("delete", "site").expect(0);
        assertEquals(0, lbm.instances("site").size());
        lbm.run("kill").expect(0);
        String mark = "LBM_HOME=" + lbm.home().home();
        lbm.await("everything has ended", () -> Os.withEnvironment(mark).isEmpty());
        lbm.run("list").expect(4);
    }
}
