package lbm.manager.spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lbm.manager.spec.AppSpec.BalanceStrategy;
import lbm.manager.spec.AppSpec.ExecMode;
import lbm.manager.spec.AppSpec.Listen;
import lbm.manager.spec.AppSpec.LogSpec;
import lbm.manager.spec.AppSpec.RestartSpec;
import lbm.manager.spec.AppSpec.StopSpec;

/** Apps for tests of decisions. Round figures: min_uptime 1 s, listen_timeout 3 s, kill_timeout 10 s, max_restarts 4. */
public final class Specs {

    public static final Duration MIN_UPTIME = Duration.ofSeconds(1);
    public static final Duration LISTEN_TIMEOUT = Duration.ofSeconds(3);
    public static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

    /** Nothing set beyond the figures above. */
    public static final RestartSpec RESTART = new RestartSpec(
            true, true, MIN_UPTIME, 4, Duration.ZERO, Duration.ZERO, Set.of(), Optional.of(1_000_000_000L));

    private Specs() {}

    /** A site of so many workers on port 8175. */
    public static AppSpec site(int instances) {
        return app(
                new Program.Serve(Path.of("/site/dist"), true, 1000, 64, SiteOptions.NONE),
                instances,
                RESTART,
                Map.of());
    }

    /** A release of the same site that differs by a variable. */
    public static AppSpec site(int instances, String release) {
        return app(
                new Program.Serve(Path.of("/site/dist"), true, 1000, 64, SiteOptions.NONE),
                instances,
                RESTART,
                Map.of("RELEASE", release));
    }

    /** A program that lbm does not know: no listener, never says ready. */
    public static AppSpec program(int instances) {
        return program(instances, "1");
    }

    /** A release of the same program. */
    public static AppSpec program(int instances, String release) {
        return app(
                new Program.Exec("/bin/job.py", List.of("--fast"), Optional.of("python3"), List.of("-u")),
                instances,
                RESTART,
                Map.of("RELEASE", release));
    }

    /** A program behind the proxy worker. */
    public static AppSpec fronted(int instances) {
        return program(instances).withEntry(new Entry(Entry.Mode.PROXY, SiteOptions.NONE));
    }

    /** A program that is given its listener. */
    public static AppSpec inheriting(int instances, String release) {
        return program(instances, release).withEntry(new Entry(Entry.Mode.INHERITED, SiteOptions.NONE));
    }

    /** The same app with other rules of restarting. */
    public static AppSpec restarting(AppSpec spec, RestartSpec restart) {
        return app(spec.program(), spec.instances(), restart, spec.env());
    }

    private static AppSpec app(Program program, int instances, RestartSpec restart, Map<String, String> env) {
        boolean site = program instanceof Program.Serve;
        return new AppSpec(
                site ? "site" : "job",
                "default",
                Optional.of(Path.of("/site/ecosystem.yaml")),
                program,
                Path.of("/site"),
                env,
                instances,
                site ? ExecMode.CLUSTER : ExecMode.FORK,
                site ? Optional.of(new Listen("0.0.0.0", 8175)) : Optional.empty(),
                BalanceStrategy.ROUND_ROBIN,
                restart,
                new StopSpec(KILL_TIMEOUT, "INT", true, false, false, LISTEN_TIMEOUT),
                new LogSpec(Optional.empty(), Optional.empty(), Optional.empty(), true, Optional.empty(), false),
                "NODE_APP_INSTANCE",
                Optional.empty());
    }
}
