package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.BalanceStrategy;
import lbm.manager.spec.AppSpec.ExecMode;
import lbm.manager.spec.AppSpec.LogSpec;
import lbm.manager.spec.AppSpec.StopSpec;
import lbm.manager.spec.Program;
import lbm.manager.spec.SiteOptions;

/** The companion of an app behind a proxy: one more app, {@code <app>-proxy}, that has the public port. */
final class ProxyReader {

    static final String SUFFIX = "-proxy";

    private static final long MEGABYTE = 1024 * 1024;
    private static final int DEFAULT_MEMORY = 64;
    private static final int LEAST_MEMORY = 16;
    private static final Duration EJECT_TIME = Duration.ofSeconds(10);
    private static final Duration EJECT_TIME_MOST = Duration.ofMinutes(5);
    private static final Duration LISTEN_TIMEOUT = Duration.ofSeconds(8);

    private final Settings settings;
    private final OptionValues values;
    private final Path logs;

    ProxyReader(Settings settings, OptionValues values, Path home) {
        this.settings = settings;
        this.values = values;
        this.logs = home.resolve("logs");
    }

    /** The companion of an app whose {@code listen} is the public address. */
    AppSpec read(AppSpec app) {
        Map<String, Object> block = settings.get(Fields.PROXY).orElse(Map.of());
        together(block);
        Map<String, Object> options = values.plain(block);
        options.remove(ProxyFields.MEMORY.name());
        options.remove(ProxyFields.INSTANCES.name());
        // The app's own field means the same choice.
        settings.get(Fields.BALANCE)
                .filter(balance -> balance != BalanceStrategy.KERNEL)
                .ifPresent(balance -> options.putIfAbsent(
                        ProxyFields.BALANCE.name(), balance.name().toLowerCase(Locale.ROOT)));
        accessLog(app, options);
        return new AppSpec(
                app.name() + SUFFIX,
                app.namespace(),
                app.file(),
                new Program.Proxy(app.name(), memory(block), new SiteOptions(options)),
                app.cwd(),
                Map.of(),
                get(block, ProxyFields.INSTANCES, 1),
                ExecMode.CLUSTER,
                app.listen(),
                app.balance() == BalanceStrategy.KERNEL ? BalanceStrategy.KERNEL : BalanceStrategy.ROUND_ROBIN,
                AppReader.standardRestart(app.restart().autostart()),
                stop(app),
                logs(app),
                AppReader.INSTANCE_VAR,
                Optional.empty());
    }

    private void together(Map<String, Object> block) {
        if (get(block, ProxyFields.ACCEPT_PROXY_PROTOCOL, false)
                && get(block, ProxyFields.TRUST, List.of()).isEmpty()) {
            wrong(
                    ProxyFields.ACCEPT_PROXY_PROTOCOL,
                    "believes nobody",
                    "trust: with the addresses of the proxies in front");
        }
        Duration first = get(block, ProxyFields.EJECT_TIME, EJECT_TIME);
        if (get(block, ProxyFields.EJECT_TIME_MOST, EJECT_TIME_MOST).compareTo(first) < 0) {
            boolean most = block.containsKey(ProxyFields.EJECT_TIME_MOST.name());
            wrong(
                    most ? ProxyFields.EJECT_TIME_MOST : ProxyFields.EJECT_TIME,
                    most ? "is shorter than eject_time" : "is longer than eject_time_most",
                    most ? "at least " + first.toMillis() + "ms" : "at most 5m, or a longer eject_time_most");
        }
    }

    private int memory(Map<String, Object> block) {
        long megabytes = get(block, ProxyFields.MEMORY, DEFAULT_MEMORY * MEGABYTE) / MEGABYTE;
        if (megabytes < LEAST_MEMORY || megabytes > Integer.MAX_VALUE) {
            wrong(ProxyFields.MEMORY, "is not a heap a worker can run in", "at least 16M");
            return DEFAULT_MEMORY;
        }
        return (int) megabytes;
    }

    @SuppressWarnings("unchecked") // the table has put under the name of a Field<T> only what its Kind<T> returned
    private static <T> T get(Map<String, Object> block, Field<T> field, T fallback) {
        return (T) block.getOrDefault(field.name(), fallback);
    }

    private void wrong(Field<?> field, String wrong, String expected) {
        Value block = settings.at(Fields.PROXY);
        values.report().wrong(block.inside(field.name()).orElse(block), wrong, expected);
    }

    /** Form and file are told, so that the worker needs to know no home. */
    private void accessLog(AppSpec app, Map<String, Object> options) {
        Object written = options.get(ProxyFields.ACCESS_LOG.name());
        if (written == null || Boolean.FALSE.equals(written)) {
            return;
        }
        Map<String, Object> log = new TreeMap<>(Map.of(
                "format",
                "combined",
                "file",
                logs.resolve(app.name() + SUFFIX + "-access.log").toString()));
        if (written instanceof Map<?, ?> map) {
            map.forEach((key, value) -> log.put(String.valueOf(key), value));
        }
        options.put(ProxyFields.ACCESS_LOG.name(), log);
    }

    /** It drains as long as the app may, and has as long to come up when that is longer than what a site has. */
    private static StopSpec stop(AppSpec app) {
        Duration own = app.stop().listenTimeout();
        Duration longer = own.compareTo(LISTEN_TIMEOUT) > 0 ? own : LISTEN_TIMEOUT;
        return new StopSpec(app.stop().killTimeout(), "INT", true, false, false, longer);
    }

    private LogSpec logs(AppSpec app) {
        String name = (app.name() + SUFFIX).replaceAll("[^A-Za-z0-9.-]", "-");
        return new LogSpec(
                Optional.of(logs.resolve(name + "-out.log")),
                Optional.of(logs.resolve(name + "-error.log")),
                Optional.empty(),
                true,
                app.logs().dateFormat(),
                app.logs().json());
    }
}
