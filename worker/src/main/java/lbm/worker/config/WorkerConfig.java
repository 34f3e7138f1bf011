package lbm.worker.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Everything a worker is told, all of it by its environment.
 *
 * @param link the manager's unix socket
 * @param token proves to the manager that it started this process
 * @param id the instance's number over all apps
 * @param slot the instance's number in its app
 * @param version what {@code /health} tells as version
 * @param environment what {@code /health} tells as environment
 */
public record WorkerConfig(
        Path link,
        String token,
        String app,
        int id,
        int slot,
        int generation,
        Job job,
        String version,
        String environment) {

    /**
     * Reads {@code LBM_LINK}, {@code LBM_TOKEN}, {@code LBM_APP}, {@code LBM_ID}, {@code LBM_INSTANCE},
     * {@code LBM_GENERATION} and {@code LBM_SERVE} or {@code LBM_PROXY}; also {@code NODE_ENV} and {@code npm_package_version}, which the
     * reference's health check tells.
     *
     * @throws BadConfig one of them is missing or of no use
     */
    public static WorkerConfig of(Map<String, String> env) throws BadConfig {
        return new WorkerConfig(
                Path.of(need(env, "LBM_LINK")),
                need(env, "LBM_TOKEN"),
                need(env, "LBM_APP"),
                number(env, "LBM_ID"),
                number(env, "LBM_INSTANCE"),
                number(env, "LBM_GENERATION"),
                env.containsKey("LBM_PROXY")
                        ? Proxy.parse(need(env, "LBM_PROXY"))
                        : Serve.parse(need(env, "LBM_SERVE")),
                env.getOrDefault("npm_package_version", "unknown"),
                env.getOrDefault("NODE_ENV", "development"));
    }

    /** How the operator calls this instance. */
    public String name() {
        return app + ":" + slot;
    }

    private static String need(Map<String, String> env, String name) throws BadConfig {
        String value = env.get(name);
        if (value == null || value.isEmpty()) {
            throw new BadConfig(name + " is not set; workers are started by lbm, not by hand");
        }
        return value;
    }

    private static int number(Map<String, String> env, String name) throws BadConfig {
        String value = need(env, name);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new BadConfig(name + " is not a number: " + value);
        }
    }
}
