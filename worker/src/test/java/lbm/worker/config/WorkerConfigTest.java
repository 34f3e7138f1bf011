package lbm.worker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerConfigTest {

    private final Map<String, String> env = new HashMap<>(Map.of(
            "LBM_LINK", "/run/link.sock",
            "LBM_TOKEN", "secret",
            "LBM_APP", "site",
            "LBM_ID", "3",
            "LBM_INSTANCE", "1",
            "LBM_GENERATION", "7",
            "LBM_SERVE", "{\"root\":\"/srv\",\"spa\":true,\"warmup\":5,\"later\":{\"x\":[1]}}"));

    @Test
    void theEnvironmentSaysEverything() throws BadConfig {
        WorkerConfig config = WorkerConfig.of(env);
        assertEquals(
                new WorkerConfig(
                        Path.of("/run/link.sock"),
                        "secret",
                        "site",
                        3,
                        1,
                        7,
                        Serve.parse("{\"root\":\"/srv\",\"spa\":true,\"warmup\":5}"),
                        "unknown",
                        "development"),
                config);
        assertEquals("site:1", config.name());
    }

    @Test
    void warmUpIsOnUnlessToldOtherwise() throws BadConfig {
        assertEquals(1000, Serve.parse("{\"root\":\"/srv\"}").warmupRequests());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LBM_TOKEN|''|LBM_TOKEN is not set; workers are started by lbm, not by hand",
                "LBM_ID|three|LBM_ID is not a number: three",
                "LBM_SERVE|[]|LBM_SERVE is not a JSON object",
                "LBM_SERVE|{\"spa\":true}|LBM_SERVE: \"root\" is missing; it is an absolute path",
                "LBM_SERVE|{\"root\":\"dist\"}|LBM_SERVE: \"root\" is not an absolute path",
                "LBM_SERVE|{\"root\":7}|LBM_SERVE: \"root\" is not a text",
                "LBM_SERVE|{\"root\":\"/a\",\"spa\":\"yes\"}|LBM_SERVE: \"spa\" is neither true nor false",
                "LBM_SERVE|{\"root\":\"/a\",\"warmup\":-1}|LBM_SERVE: \"warmup\" is not between 0 and 2147483647",
            })
    void whatIsOfNoUseIsToldInOneLine(String name, String value, String message) {
        env.put(name, value);
        assertEquals(
                message,
                assertThrows(BadConfig.class, () -> WorkerConfig.of(env)).getMessage());
    }

    @Test
    void brokenJsonIsToldInOneLine() {
        BadConfig bad = assertThrows(BadConfig.class, () -> Serve.parse("{\"root\":"));
        assertEquals(1, String.valueOf(bad.getMessage()).lines().count());
    }
}
