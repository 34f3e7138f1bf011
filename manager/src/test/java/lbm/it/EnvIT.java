package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(600)
class EnvIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void theEnvironmentChosenByNameMovesThePort() throws Exception {
        int production = Os.freePort();
        int staging = Os.freePort();
        String yaml = Yaml.site(
                        production, 1, "env: {PORT: " + production + "}", "env_staging: {PORT: " + staging + "}")
                .replace("    port: " + production + "\n", "");
        lbm.home().write("ecosystem.yaml", yaml);
        lbm.run("start", "--env", "staging").expect(0);
        try (Client client = new Client(staging)) {
            assertEquals(200, client.get(new Page("/", ""), false).status());
        }
        assertThrows(ConnectException.class, () -> new Client(production).close());
    }

    @Test
    void aProgramSeesWhatTheFileDeclaresAndItsNumber() throws Exception {
        lbm.home()
                .script(
                        "print.sh",
                        "env > all.$NODE_APP_INSTANCE; mv all.$NODE_APP_INSTANCE seen.$NODE_APP_INSTANCE",
                        "exec sleep 1000");
        lbm.home()
                .write(
                        "ecosystem.yaml",
                        "apps:\n"
                                + Yaml.program(
                                        "print",
                                        "print.sh",
                                        "exec_mode: fork",
                                        "instances: 2",
                                        "env: {A: one, B: two, N: 3}",
                                        "env_staging: {B: zwei}"));
        lbm.run(Map.of("FROM_SHELL", "yes", "JAVA_TOOL_OPTIONS", "-Dmine=1"), "start", "--env", "staging")
                .expect(0);
        for (int slot = 0; slot < 2; slot++) {
            Path seen = lbm.home().work().resolve("seen." + slot);
            lbm.await(seen + " is there", () -> Files.exists(seen));
            List<String> variables = Files.readAllLines(seen);
            for (String expected : List.of(
                    "A=one",
                    "B=zwei",
                    "N=3",
                    "FROM_SHELL=yes",
                    "JAVA_TOOL_OPTIONS=-Dmine=1",
                    "NODE_APP_INSTANCE=" + slot,
                    "LBM_INSTANCE=" + slot)) {
                assertTrue(variables.contains(expected), expected + " in " + variables);
            }
        }
    }
}
