package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.Optional;
import lbm.manager.spec.AppSpec.ExecMode;
import lbm.manager.spec.AppSpec.LogSpec;

/** The log fields of an app. */
final class LogReader {

    /** What {@code time: true} stamps: PM2's. */
    static final String TIME = "YYYY-MM-DDTHH:mm:ss";

    private final Settings settings;
    private final Paths paths;
    private final Path logs;
    private final Report report;

    LogReader(Settings settings, Paths paths, Path home, Report report) {
        this.settings = settings;
        this.paths = paths;
        this.logs = home.resolve("logs");
        this.report = report;
    }

    LogSpec read(String name, Path cwd, ExecMode mode) {
        boolean off = settings.get(Fields.DISABLE_LOGS).orElse(false);
        // As PM2: a single fork needs no id in its file names.
        boolean alone = mode == ExecMode.FORK
                && settings.get(Fields.INSTANCES).map(Instances::number).orElse(0) == 0;
        return new LogSpec(
                off ? Optional.empty() : file(Fields.OUT_FILE, LogTarget.STANDARD, name + "-out.log", cwd),
                off ? Optional.empty() : file(Fields.ERROR_FILE, LogTarget.STANDARD, name + "-error.log", cwd),
                off ? Optional.empty() : file(Fields.LOG_FILE, LogTarget.NOWHERE, name + ".log", cwd),
                settings.get(Fields.MERGE_LOGS).orElse(alone),
                settings.get(Fields.LOG_DATE_FORMAT)
                        .or(() -> settings.get(Fields.TIME).filter(time -> time).map(time -> TIME)),
                settings.get(Fields.LOG_TYPE).orElse(false));
    }

    private Optional<Path> file(Field<LogTarget> field, LogTarget fallback, String standard, Path cwd) {
        LogTarget target = settings.get(field).orElse(fallback);
        if (!target.written()) {
            return Optional.empty();
        }
        if (target.path().isEmpty()) {
            return Optional.of(logs.resolve(standard.replaceAll("[^A-Za-z0-9.-]", "-")));
        }
        Optional<Path> path = paths.resolve(cwd, target.path().get());
        if (path.isEmpty()) {
            report.wrong(settings.at(field), "is not a file name", field.kind().expected());
        }
        return path;
    }
}
