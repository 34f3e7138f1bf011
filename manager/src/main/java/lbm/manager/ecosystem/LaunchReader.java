package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import lbm.manager.spec.EnvFilter;
import lbm.manager.spec.Launch;
import lbm.manager.spec.Limits;

/** The fields that say as whom, with what and within which limits a program runs. */
final class LaunchReader {

    private static final long LARGEST_ID = 0xffff_fffeL;

    private final Settings settings;
    private final Path cwd;
    private final Paths paths;
    private final Disk disk;
    private final Report report;

    LaunchReader(Settings settings, Path cwd, Paths paths, Disk disk, Report report) {
        this.settings = settings;
        this.cwd = cwd;
        this.paths = paths;
        this.disk = disk;
        this.report = report;
    }

    Launch read() {
        Accounts accounts = disk.accounts();
        return new Launch(
                account(Fields.USER, "user", accounts::user, accounts::self),
                account(Fields.GROUP, "group", accounts::group, accounts::ownGroup),
                pidFile(),
                settings.get(Fields.FILTER_ENV).orElse(EnvFilter.NONE),
                limits());
    }

    private Optional<String> account(
            Field<String> field, String noun, Function<String, OptionalLong> number, LongSupplier self) {
        Optional<String> written = settings.get(field);
        if (written.isEmpty()) {
            return written;
        }
        String name = written.get();
        OptionalLong id = name.matches("\\d{1,10}") ? OptionalLong.of(Long.parseLong(name)) : number.apply(name);
        if (id.isEmpty() || id.getAsLong() > LARGEST_ID) {
            report.wrong(settings.at(field), "is no " + noun + " of this machine", "a name or a number");
            return written;
        }
        long own = self.getAsLong();
        if (id.getAsLong() != own && disk.accounts().self() != 0) {
            report.wrong(
                    settings.at(field),
                    "is another " + noun + " than the manager's (" + own + "), and only root can change that",
                    "no " + field.name() + ", or a manager of root's");
        }
        return written;
    }

    private Optional<Path> pidFile() {
        Optional<Path> file = settings.get(Fields.PID_FILE).flatMap(written -> paths.resolve(cwd, written));
        if (file.isPresent() && disk.isFolder(file.get()) && !disk.isFile(file.get())) {
            report.wrong(settings.at(Fields.PID_FILE), "is a folder (" + file.get() + ")", "a file name");
        }
        return file;
    }

    private Limits limits() {
        return new Limits(
                whole(Fields.NOFILE),
                whole(Fields.NICE),
                settings.get(Fields.MEMORY_MAX),
                settings.get(Fields.CPU_MAX).map(OptionalDouble::of).orElse(OptionalDouble.empty()));
    }

    private OptionalInt whole(Field<Integer> field) {
        return settings.get(field).map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
