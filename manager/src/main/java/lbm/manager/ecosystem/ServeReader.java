package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lbm.manager.spec.Program;
import lbm.manager.spec.SiteOptions;
import lbm.worker.config.BadConfig;
import lbm.worker.config.Serve;

/** The {@code serve} block of an app, or PM2's variables for the same. */
final class ServeReader {

    private static final long MEGABYTE = 1024 * 1024;
    private static final int DEFAULT_WARMUP = 1000;
    private static final int DEFAULT_MEMORY = 64;
    private static final int LEAST_MEMORY = 16;

    private static final String TOGETHER = "options that go together";

    /** What a worker says about settings it cannot use. */
    private static final Pattern SENTENCE = Pattern.compile("LBM_SERVE: \"([^\"]+)\" is (.*)");

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
        for (Field<?> field : List.of(
                Fields.ARGS,
                Fields.INTERPRETER,
                Fields.INTERPRETER_ARGS,
                Fields.WAIT_READY,
                Fields.READY,
                Fields.WATCHDOG)) {
            if (settings.has(field)) {
                Value at = settings.at(field);
                report.warning(at.place(), at.path(), "not used with script: serve");
            }
        }
        for (Field<?> field : List.of(Fields.USER, Fields.GROUP, Fields.LISTEN, Fields.PROXY)) {
            if (settings.has(field)) {
                Value at = settings.at(field);
                report.problem(
                        at.place(), at.path(), "is only for programs", "no " + field.name() + " with script: serve");
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
        SiteOptions options = new SiteOptions(options(site));
        site.get(SiteFields.TLS_FIELD).ifPresent(tls -> new CertificateCheck(cwd, paths, disk, report).check(tls));
        if (!report.hasProblems()) {
            check(site.table(), options);
        }
        return root.map(folder -> new Program.Serve(folder, spa, warmup, memory, options));
    }

    /** What only shows when the options stand side by side: the worker's own words find it. */
    private void check(Value serve, SiteOptions options) {
        ObjectNode json = new ObjectMapper().valueToTree(options.values());
        json.put("root", "/");
        // Files that the manager names are not in the block.
        for (String key : List.of("rate_limit", "access_log", "tls")) {
            if (json.get(key) instanceof ObjectNode block) {
                block.put("file", "/").put("home", "/");
            }
        }
        if (json.path("access_log").asBoolean(false)) {
            json.remove("access_log");
        }
        try {
            Serve.parse(json.toString());
        } catch (BadConfig e) {
            tell(serve, String.valueOf(e.getMessage()));
        }
    }

    /** Points at the option that a worker's sentence is about, or at the nearest thing around it that is written. */
    private void tell(Value serve, String message) {
        Matcher sentence = SENTENCE.matcher(message);
        if (!sentence.matches()) {
            report.problem(serve.place(), serve.path(), message, TOGETHER);
            return;
        }
        Value at = serve;
        List<String> way = new ArrayList<>(List.of(sentence.group(1).split("[.\\[\\]]+", -1)));
        while (!way.isEmpty()) {
            Optional<Value> next = at.inside(way.get(0));
            if (next.isEmpty()) {
                break;
            }
            at = next.get();
            way.remove(0);
        }
        if (!way.isEmpty()) {
            String missing = Problem.quote(String.join(".", way));
            report.problem(at.place(), at.path(), missing + " is " + sentence.group(2), TOGETHER);
        } else if (at.node() instanceof Node.Scalar) {
            report.wrong(at, "is " + sentence.group(2), TOGETHER);
        } else {
            report.problem(at.place(), at.path(), "is " + sentence.group(2), TOGETHER);
        }
    }

    private Map<String, Object> options(Settings site) {
        Map<String, Object> options = new OptionValues(cwd, paths, disk, report).of(site, SiteFields.ALL);
        if (!site.has(SiteFields.AUTH)) {
            passwordVariables().ifPresent(login -> options.put(SiteFields.AUTH.name(), login));
        }
        return options;
    }

    /** PM2's three variables for a password. */
    private Optional<Map<String, Object>> passwordVariables() {
        Optional<Value> wanted = env.get("PM2_SERVE_BASIC_AUTH");
        if (wanted.map(Variables::text).filter("true"::equals).isEmpty()) {
            return Optional.empty();
        }
        Optional<Value> username = env.get("PM2_SERVE_BASIC_AUTH_USERNAME");
        Optional<Value> password = env.get("PM2_SERVE_BASIC_AUTH_PASSWORD");
        if (username.isEmpty() || password.isEmpty()) {
            report.wrong(
                    wanted.get(),
                    "asks for a password that is not there",
                    "PM2_SERVE_BASIC_AUTH_USERNAME and PM2_SERVE_BASIC_AUTH_PASSWORD beside it");
            return Optional.empty();
        }
        return Optional.of(
                Map.of("username", Variables.text(username.get()), "password", Variables.text(password.get())));
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
