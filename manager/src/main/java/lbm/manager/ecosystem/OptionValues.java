package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Options as a worker reads them: durations in milliseconds, paths as absolute texts. */
record OptionValues(Path cwd, Paths paths, Disk disk, Report report) {

    /** Those of a table that are written. */
    Map<String, Object> of(Settings settings, List<Field<?>> fields) {
        Map<String, Object> options = new TreeMap<>();
        for (Field<?> field : fields) {
            settings.get(field).ifPresent(value -> options.put(field.name(), plain(value)));
        }
        return options;
    }

    /** A table that is read already. */
    Map<String, Object> plain(Map<?, ?> map) {
        Map<String, Object> plain = new TreeMap<>();
        map.forEach((key, inside) -> plain.put(String.valueOf(key), plain(inside)));
        return plain;
    }

    private Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            return plain(map);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::plain).toList();
        }
        if (value instanceof Duration duration) {
            return duration.toMillis();
        }
        return value instanceof WrittenPath path ? resolved(path) : value;
    }

    private String resolved(WrittenPath written) {
        Optional<Path> path = paths.resolve(cwd, written.text());
        if (written.needed() && path.filter(disk::isFile).isEmpty()) {
            report.wrong(
                    written.at(),
                    "names no file that can be read"
                            + path.map(p -> " (" + p + ")").orElse(""),
                    "a PEM file");
        }
        return path.map(Path::toString).orElse("");
    }
}
