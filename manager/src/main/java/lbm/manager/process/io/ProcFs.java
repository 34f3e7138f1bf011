package lbm.manager.process.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lbm.manager.process.ProcStat;

/** Reads {@code /proc}, see proc(5). What cannot be read (ended meanwhile, another user's) is simply not there. */
final class ProcFs {

    private static final Path PROC = Path.of("/proc");

    private ProcFs() {}

    static Optional<ProcStat> stat(long pid) {
        return read(pid, "stat").flatMap(ProcStat::parse);
    }

    /** All processes, one after another: what starts or ends meanwhile may be missing. */
    static List<ProcStat> snapshot() throws IOException {
        List<ProcStat> stats = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                stat(Long.parseLong(entry.getFileName().toString())).ifPresent(stats::add);
            }
        }
        return stats;
    }

    /** The environment a process was started with. Bytes are taken as UTF-8. */
    static Optional<Map<String, String>> environment(long pid) {
        return bytes(pid, "environ").map(bytes -> {
            Map<String, String> env = new LinkedHashMap<>();
            for (String variable : new String(bytes, StandardCharsets.UTF_8).split("\0", -1)) {
                int equals = variable.indexOf('=');
                if (equals > 0) {
                    env.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
                }
            }
            return env;
        });
    }

    static Optional<String> variable(long pid, String name) {
        // Searched in the raw text: one map for each process of the machine would be a thousand strings for one.
        return read(pid, "environ").flatMap(text -> {
            String prefix = name + "=";
            int at = text.startsWith(prefix) ? 0 : text.indexOf("\0" + prefix) + 1;
            if (at == 0 && !text.startsWith(prefix)) {
                return Optional.empty();
            }
            int end = text.indexOf('\0', at);
            String raw = text.substring(at + prefix.length(), end < 0 ? text.length() : end);
            return Optional.of(new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        });
    }

    private static Optional<String> read(long pid, String file) {
        return bytes(pid, file).map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static Optional<byte[]> bytes(long pid, String file) {
        try {
            return Optional.of(
                    Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(file)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
