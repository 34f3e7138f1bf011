package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.BalanceStrategy;
import lbm.manager.spec.AppSpec.ExecMode;
import lbm.manager.spec.AppSpec.Listen;
import lbm.manager.spec.AppSpec.LogSpec;
import lbm.manager.spec.AppSpec.RestartSpec;
import lbm.manager.spec.AppSpec.StopSpec;
import lbm.manager.spec.Program;
import lbm.manager.spec.SiteOptions;
import org.junit.jupiter.api.Test;

/** The deployment lbm was made to replace. */
class ReferenceFileTest {

    static final String FILE = """
            apps:
              - name: lightbrush-website
                script: serve
                serve: {root: dist, spa: true}
                cwd: .
                instances: max
                exec_mode: cluster
                autorestart: true
                watch: false
                max_memory_restart: 1G
                env: {NODE_ENV: production, PORT: 8175}
                env_staging: {NODE_ENV: staging, PORT: 8176}
                error_file: ./logs/err.log
                out_file: ./logs/out.log
                log_file: ./logs/combined.log
                time: true
                merge_logs: true
                log_date_format: YYYY-MM-DD HH:mm:ss Z
                min_uptime: 10s
                max_restarts: 10
                kill_timeout: 5000
                listen_timeout: 8000
                shutdown_with_message: true
            """;

    @Test
    void everyFieldOfItIsRead() {
        Result result = Reading.of(FILE);
        assertEquals(List.of(), result.warnings());
        assertEquals(
                new AppSpec(
                        "lightbrush-website",
                        "default",
                        Optional.of(Path.of("/site/ecosystem.yaml")),
                        new Program.Serve(Path.of("/site/dist"), true, 1000, 64, SiteOptions.NONE),
                        Path.of("/site"),
                        Map.of("NODE_ENV", "production", "PORT", "8175"),
                        4,
                        ExecMode.CLUSTER,
                        Optional.of(new Listen("0.0.0.0", 8175)),
                        BalanceStrategy.ROUND_ROBIN,
                        new RestartSpec(
                                true,
                                true,
                                Duration.ofSeconds(10),
                                10,
                                Duration.ZERO,
                                Duration.ZERO,
                                Set.of(),
                                Optional.of(1L << 30)),
                        new StopSpec(Duration.ofSeconds(5), "INT", true, true, false, Duration.ofSeconds(8)),
                        new LogSpec(
                                Optional.of(Path.of("/site/logs/out.log")),
                                Optional.of(Path.of("/site/logs/err.log")),
                                Optional.of(Path.of("/site/logs/combined.log")),
                                true,
                                Optional.of("YYYY-MM-DD HH:mm:ss Z"),
                                false),
                        "NODE_APP_INSTANCE",
                        Optional.empty()),
                Reading.app(result));
    }

    @Test
    void stagingListensOnItsOwnPort() {
        AppSpec staging = Reading.app(Reading.withEnv("staging", FILE));
        assertEquals(Optional.of(new Listen("0.0.0.0", 8176)), staging.listen());
        assertEquals(Map.of("NODE_ENV", "staging", "PORT", "8176"), staging.env());
    }

    @Test
    void theSameAsJsonReadsTheSame() {
        String json = "{\"apps\": [{\"name\": \"a\", \"script\": \"serve\", \"port\": 80, \"watch\": false}]}";
        assertEquals(
                Reading.app("apps:\n  - name: a\n    script: serve\n    port: 80\n")
                        .listen(),
                Reading.app(json).listen());
    }

    @Test
    void whatIsLeftOutHasTheDocumentedDefault() {
        AppSpec app = Reading.app("apps: [{script: serve}]");
        assertEquals("serve-8080", app.name());
        assertEquals(new Program.Serve(Path.of("/site"), false, 1000, 64, SiteOptions.NONE), app.program());
        assertEquals(Optional.of(new Listen("0.0.0.0", 8080)), app.listen());
        assertEquals(1, app.instances());
        assertEquals(
                new RestartSpec(
                        true,
                        true,
                        Duration.ofSeconds(1),
                        16,
                        Duration.ZERO,
                        Duration.ZERO,
                        Set.of(),
                        Optional.empty()),
                app.restart());
        assertEquals(new StopSpec(Duration.ofSeconds(5), "INT", true, false, false, Duration.ofSeconds(8)), app.stop());
        assertEquals(
                new LogSpec(
                        Optional.of(Path.of("/home/me/.lbm/logs/serve-8080-out.log")),
                        Optional.of(Path.of("/home/me/.lbm/logs/serve-8080-error.log")),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        false),
                app.logs());
    }
}
