package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lbm.manager.spec.Program;

/** The {@code serve} block of an app, or PM2's variables for the same. */
final class ServeReader {

    private static final long MEGABYTE = 1024 * 1024;
    private static final int DEFAULT_WARMUP = 1000;
    private static final int DEFAULT_MEMORY = 64;
    private static final int LEAST_MEMORY = 16;

    private final Settings settings;
    private final AppEnv env;
    private final Path cwd;
    private final Paths paths;
    private final Disk disk;
    private final Report report;

    ServeReader(Settings settings, AppEnv env, Path cwd, Paths paths, Disk disk, Report report) {
        this.settings = settings;
        this.env = env;
        this.cwd = cwd;
        this.paths = paths;
        this.disk = disk;
        this.report = report;
    }

    /** Empty when the site cannot be served, which is reported. */
    Optional<Program.Serve> read() {
        for (Field<?> field : List.of(Fields.ARGS, Fields.INTERPRETER, Fields.INTERPRETER_ARGS, Fields.WAIT_READY)) {
            if (settings.has(field)) {
                Value at = settings.at(field);
                report.warning(at.place(), at.path(), "not used with script: serve");
            }
        }
        Settings site = Settings.read(
                settings.get(Fields.SERVE)
                        .orElseGet(
                                () -> new Value(settings.table().path(), new Node.Table(Place.NOWHERE, List.of(), 1))),
                Fields.IN_SERVE,
                key -> false,
                report);
        boolean spa = site.get(Fields.SERVE_SPA).orElseGet(this::spaVariable);
        Optional<Path> root = root(site, spa);
        int warmup = site.get(Fields.SERVE_WARMUP).orElse(DEFAULT_WARMUP);
        int memory = memory(site);
        return root.map(folder -> new Program.Serve(folder, spa, warmup, memory));
    }

    private boolean spaVariable() {
        return env.get("PM2_SERVE_SPA")
                .map(Variables::text)
                .filter("true"::equals)
                .isPresent();
    }

    private Optional<Path> root(Settings site, boolean spa) {
        Value at = site.has(Fields.SERVE_ROOT)
                ? site.at(Fields.SERVE_ROOT)
                : env.get("PM2_SERVE_PATH").orElse(settings.at(Fields.SCRIPT));
        if (site.has(Fields.SERVE_ROOT) && site.get(Fields.SERVE_ROOT).isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> root = site.get(Fields.SERVE_ROOT)
                .or(() -> env.get("PM2_SERVE_PATH").map(Variables::text))
                .map(written -> paths.resolve(cwd, written))
                .orElse(Optional.of(cwd));
        if (root.filter(disk::isFolder).isEmpty()) {
            report.wrong(
                    at,
                    "names no folder that can be read"
                            + root.map(r -> " (" + r + ")").orElse(""),
                    "the folder of the built site");
            return Optional.empty();
        }
        Path index = root.get().resolve("index.html");
        if (spa && !disk.isFile(index)) {
            report.wrong(
                    at,
                    "has no index.html that can be read (" + index + ")",
                    "one, since spa answers deep links with it");
            return Optional.empty();
        }
        return root;
    }

    private int memory(Settings site) {
        long megabytes =
                site.get(Fields.SERVE_MEMORY).map(bytes -> bytes / MEGABYTE).orElse((long) DEFAULT_MEMORY);
        if (megabytes < LEAST_MEMORY || megabytes > Integer.MAX_VALUE) {
            report.wrong(site.at(Fields.SERVE_MEMORY), "is not a heap a worker can run in", "at least 16M");
            return DEFAULT_MEMORY;
        }
        return (int) megabytes;
    }
}
