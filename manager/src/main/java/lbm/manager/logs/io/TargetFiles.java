package lbm.manager.logs.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The files of all streams, each open once however many streams share it. Used by the log loop, but for notes. */
final class TargetFiles {

    private final Map<Path, TargetFile> files = new ConcurrentHashMap<>();

    /** Whether any file ever dropped a line: else nobody has to look through them all for notes. */
    private volatile boolean everDropped;

    List<TargetFile> acquire(List<Path> paths) {
        List<TargetFile> acquired = new ArrayList<>();
        for (Path path : paths) {
            TargetFile file = files.computeIfAbsent(path, wanted -> new TargetFile(wanted, () -> everDropped = true));
            file.addUser();
            acquired.add(file);
        }
        return acquired;
    }

    void release(List<TargetFile> released) {
        for (TargetFile file : released) {
            if (file.dropUser()) {
                file.close();
                // One that dropped lines is kept, so that its note is.
                if (file.dropped() == 0) {
                    files.remove(file.path());
                }
            }
        }
    }

    /** Forgets what was dropped from a file. */
    void forgetDrops(Path path) {
        TargetFile file = files.get(path);
        if (file != null) {
            file.forgetDrops();
        }
    }

    void reopen() {
        files.values().forEach(TargetFile::reopen);
    }

    void close() {
        files.values().forEach(TargetFile::close);
    }

    /** What was dropped where, and why. Safe from any thread. */
    List<String> notes() {
        if (!everDropped) {
            return List.of();
        }
        return files.values().stream()
                .filter(file -> file.dropped() > 0)
                .flatMap(file -> file.note().stream())
                .sorted()
                .toList();
    }

    long dropped() {
        return files.values().stream().mapToLong(TargetFile::dropped).sum();
    }
}
