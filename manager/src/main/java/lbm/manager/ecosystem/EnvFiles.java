package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables of the files that {@code env_file} names; of two files the later one wins. */
final class EnvFiles {

    private final Path cwd;
    private final Paths paths;
    private final Disk disk;
    private final Report report;

    EnvFiles(Path cwd, Paths paths, Disk disk, Report report) {
        this.cwd = cwd;
        this.paths = paths;
        this.disk = disk;
        this.report = report;
    }

    Map<String, String> read(List<WrittenPath> files) {
        Map<String, String> variables = new LinkedHashMap<>();
        files.forEach(file -> variables.putAll(read(file)));
        return variables;
    }

    private Map<String, String> read(WrittenPath written) {
        Optional<Path> path = paths.resolve(cwd, written.text());
        Optional<String> text = path.flatMap(disk::text);
        if (text.isEmpty()) {
            report.wrong(
                    written.at(),
                    "names no file that can be read"
                            + path.map(p -> " (" + p + ")").orElse(""),
                    "a file of NAME=value lines, UTF-8, at most 1 MB");
            return Map.of();
        }
        if (text.get().indexOf('\0') >= 0) {
            report.wrong(written.at(), "has a NUL in it", "a file of NAME=value lines");
            return Map.of();
        }
        try {
            return DotEnv.parse(text.get());
        } catch (DotEnv.BadLine e) {
            report.wrong(written.at(), "cannot be used: line " + e.line() + " " + e.why(), "NAME=value lines");
            return Map.of();
        }
    }
}
