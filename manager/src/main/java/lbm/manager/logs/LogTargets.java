package lbm.manager.logs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lbm.manager.spec.AppSpec;

/**
 * Where the lines of one instance go. Instances may share a file; each file has one writer all the same.
 *
 * @param dateFormat tokens of {@link DateFormat}; empty: no stamp
 * @param json one JSON object a line in place of the text
 */
public record LogTargets(
        Optional<Path> out, Optional<Path> error, Optional<Path> combined, Optional<String> dateFormat, boolean json) {

    /** The files of an instance: named as in the spec when logs are merged, else with {@code -<id>} in their names. */
    public static LogTargets of(AppSpec.LogSpec spec, int id) {
        return new LogTargets(
                spec.out().map(path -> name(path, spec, id)),
                spec.error().map(path -> name(path, spec, id)),
                spec.combined().map(path -> name(path, spec, id)),
                spec.dateFormat(),
                spec.json());
    }

    private static Path name(Path path, AppSpec.LogSpec spec, int id) {
        Path file = path.getFileName();
        if (spec.mergeLogs() || file == null || path.startsWith("/dev")) {
            return path;
        }
        String name = file.toString();
        int dot = name.lastIndexOf('.');
        return path.resolveSibling(dot > 0 ? name.substring(0, dot) + "-" + id + name.substring(dot) : name + "-" + id);
    }

    /** The files a stream's lines are written to, each once, its own before the combined one. */
    public List<Path> files(Stream stream) {
        List<Path> files = new ArrayList<>(2);
        (stream == Stream.OUT ? out : error).ifPresent(files::add);
        combined.filter(path -> !files.contains(path)).ifPresent(files::add);
        return files;
    }
}
