package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lbm.manager.spec.Supervision;
import lbm.manager.spec.WatchSpec;
import lbm.manager.trigger.Cron;
import lbm.manager.trigger.Ignored;

/** The fields that say what is looked at while an app runs; {@code depends_on} aside, which needs the other apps. */
final class SupervisionReader {

    /** Long enough for an editor that writes a file in several steps. */
    private static final Duration WATCH_DELAY = Duration.ofMillis(200);

    private final Settings settings;
    private final Path cwd;
    private final Paths paths;
    private final Disk disk;
    private final Report report;

    SupervisionReader(Settings settings, Path cwd, Paths paths, Disk disk, Report report) {
        this.settings = settings;
        this.cwd = cwd;
        this.paths = paths;
        this.disk = disk;
        this.report = report;
    }

    /**
     * All of it.
     *
     * @param portKnown whether the app's own port is, so that checks can ask there
     */
    Supervision read(boolean portKnown) {
        CheckReader checks = new CheckReader(cwd, paths, disk, report, portKnown);
        return new Supervision(
                watch(),
                cron(),
                checks.ready(settings),
                checks.alive(settings),
                settings.get(Fields.WATCHDOG),
                List.of());
    }

    private Optional<WatchSpec> watch() {
        Optional<Watched> watched = settings.get(Fields.WATCH).filter(Watched::on);
        if (watched.isEmpty()) {
            return Optional.empty();
        }
        List<Path> watchedPaths = new ArrayList<>();
        for (WrittenPath written : watched.get().paths()) {
            Optional<Path> path = paths.resolve(cwd, written.text());
            if (path.filter(p -> disk.isFile(p) || disk.isFolder(p)).isEmpty()) {
                report.wrong(
                        written.at(),
                        "is neither a file nor a folder"
                                + path.map(p -> " (" + p + ")").orElse(""),
                        "a path that is there");
            }
            path.ifPresent(watchedPaths::add);
        }
        List<String> ignore = new ArrayList<>(settings.get(Fields.IGNORE_WATCH).orElse(List.of()));
        Object more = settings.get(Fields.WATCH_OPTIONS)
                .map(o -> o.get(Watched.IGNORED.name()))
                .orElse(null);
        if (more instanceof List<?> patterns) {
            patterns.forEach(pattern -> ignore.add(String.valueOf(pattern)));
        }
        Value at = settings.at(settings.has(Fields.IGNORE_WATCH) ? Fields.IGNORE_WATCH : Fields.WATCH_OPTIONS);
        try {
            new Ignored(cwd.toString(), ignore);
        } catch (IllegalArgumentException e) {
            report.problem(
                    at.place(),
                    at.path(),
                    String.valueOf(e.getMessage()).replaceFirst("^ignore_watch: ", ""),
                    Watched.PATTERN);
        }
        return Optional.of(new WatchSpec(
                watchedPaths.isEmpty() ? List.of(cwd) : watchedPaths,
                ignore,
                settings.get(Fields.WATCH_DELAY).orElse(WATCH_DELAY)));
    }

    private Optional<String> cron() {
        Optional<String> line = settings.get(Fields.CRON).filter(written -> !written.equals("0"));
        if (line.isEmpty()) {
            return line;
        }
        try {
            Cron.parse(line.get());
        } catch (IllegalArgumentException e) {
            report.wrong(
                    settings.at(Fields.CRON),
                    "is no cron line: " + e.getMessage(),
                    "minute hour day month weekday, such as \"0 3 * * *\"");
        }
        return line;
    }
}
