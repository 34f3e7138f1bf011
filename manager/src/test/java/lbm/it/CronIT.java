package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class CronIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    private JsonNode app(String name) {
        return lbm.instances(name).get(0);
    }

    @Test
    void aServiceIsReloadedAJobIsStartedAndWhatWasStoppedStaysDown() throws Exception {
        lbm.home().script("service.sh", "exec sleep 1000");
        lbm.home().script("job.sh", "echo done >> jobs", "sleep 0.7");
        lbm.home()
                .write(
                        "eco.yaml",
                        "apps:\n"
                                + Yaml.program("service", "service.sh", "cron_restart: '*/2 * * * * *'")
                                + Yaml.program("job", "job.sh", "cron_restart: '*/2 * * * * *'", "autorestart: false")
                                + Yaml.program("yearly", "service.sh", "cron_restart: '@yearly'"));
        lbm.run("start", "eco.yaml");
        lbm.await(
                "the service was reloaded twice",
                () -> app("service").path("restarts").asInt() >= 2);
        assertTrue(app("service").path("why").asText().startsWith("cron_restart */2"), () -> "" + app("service"));
        lbm.await("the job ran three times", () -> app("job").path("restarts").asInt() >= 2);
        assertEquals(0, app("yearly").path("restarts").asInt());

        lbm.run("stop", "job").expect(0);
        assertTrue(app("job").path("why").asText().endsWith("stop asked"), () -> "" + app("job"));
        int before = app("job").path("restarts").asInt();
        int service = app("service").path("restarts").asInt();
        lbm.await("more times have come", () -> app("service").path("restarts").asInt() >= service + 2);
        assertEquals(before, app("job").path("restarts").asInt(), "what the operator stopped stays down");
    }

    @Test
    void aBadLineIsRefused() {
        lbm.home().script("service.sh", "exec sleep 1000");
        lbm.home().write("eco.yaml", "apps:\n" + Yaml.program("service", "service.sh", "cron_restart: '61 * * * *'"));
        Answer answer = lbm.run("start", "eco.yaml").expect(2);
        assertTrue(answer.err().contains("minute 61 is not from 0 to 59"), answer::toString);
    }
}
