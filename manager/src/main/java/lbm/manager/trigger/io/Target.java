package lbm.manager.trigger.io;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The files of one app that are watched. Links are followed, a link that is set anew is a change. For one thread. */
final class Target {

    private static final long LOOK_NANOS = 2_000_000_000L;

    private final List<Path> roots;
    private final Predicate<Path> ignored;
    private final Consumer<Path> changed;
    private final Consumer<String> note;
    /** Those of the roots that were not there. */
    private final Set<Path> missing = new HashSet<>();
    /** Whether inotify does not do, and all files are looked at. */
    private boolean looking;

    private Map<Path, Long> seen = Map.of();
    private long looked;

    Target(List<Path> roots, Predicate<Path> ignored, Consumer<Path> changed, Consumer<String> note) {
        this.roots = List.copyOf(roots);
        this.ignored = ignored;
        this.changed = changed;
        this.note = note;
    }

    void begin(Folders folders) {
        for (Path root : roots) {
            add(folders, root);
        }
    }

    private void add(Folders folders, Path root) {
        Path parent = root.getParent();
        boolean enough = parent == null || folders.add(parent);
        if (!Files.exists(root)) {
            missing.add(root);
        } else if (Files.isDirectory(root)) {
            enough &= addTree(folders, root);
        }
        if (!enough && !looking) {
            looking = true;
            seen = files();
            note.accept("the system gives no more inotify watches (fs.inotify.max_user_watches, max_user_instances);"
                    + " its files are looked at every 2 s instead");
        }
    }

    private boolean addTree(Folders folders, Path top) {
        boolean[] enough = {true};
        walk(top, folder -> enough[0] &= folders.add(folder), (file, facts) -> {});
        return enough[0];
    }

    /** Whether a watched folder is one of this target's, or the one a root of it lies in. */
    boolean needs(Path folder) {
        return roots.stream().anyMatch(root -> folder.startsWith(root) || folder.equals(root.getParent()));
    }

    /** Something happened at a path, perhaps another target's. */
    void heard(Folders folders, Path path) {
        boolean ours = roots.stream().anyMatch(path::startsWith);
        if (!ours || looking || skipped(path)) {
            return;
        }
        if (Files.isDirectory(path)) {
            if (roots.contains(path)) {
                folders.drop(path);
            }
            add(folders, path);
        }
        changed.accept(path);
    }

    /** A root itself is never ignored: somebody has named it. */
    private boolean skipped(Path path) {
        return !roots.contains(path) && ignored.test(path);
    }

    /** Called now and then: for what nobody tells. */
    void look(Folders folders, long now) {
        for (Path root : Set.copyOf(missing)) {
            if (Files.exists(root)) {
                missing.remove(root);
                add(folders, root);
                changed.accept(root);
            }
        }
        if (looking && now - looked >= LOOK_NANOS) {
            Map<Path, Long> files = files();
            Set<Path> all = new HashSet<>(files.keySet());
            all.addAll(seen.keySet());
            all.removeIf(path -> files.containsKey(path) && files.get(path).equals(seen.get(path)));
            seen = files;
            looked = System.nanoTime();
            all.forEach(changed);
        }
    }

    private Map<Path, Long> files() {
        Map<Path, Long> files = new HashMap<>();
        for (Path root : roots) {
            walk(
                    root,
                    folder -> {},
                    (file, facts) -> files.put(file, facts.lastModifiedTime().toMillis() * 31 + facts.size()));
        }
        return files;
    }

    private void walk(Path top, Consumer<Path> folder, BiConsumer<Path, BasicFileAttributes> file) {
        Visitor visitor = new Visitor(this::skipped, folder, file);
        try {
            Files.walkFileTree(top, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
        } catch (IOException e) {
            note.accept("cannot look at " + top + ": " + e.getMessage());
        }
    }

    /** Leaves out what is ignored, and what cannot be read or is a circle of links. */
    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Predicate<Path> ignored;
        private final Consumer<Path> folders;
        private final BiConsumer<Path, BasicFileAttributes> files;

        Visitor(Predicate<Path> ignored, Consumer<Path> folders, BiConsumer<Path, BasicFileAttributes> files) {
            this.ignored = ignored;
            this.folders = folders;
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts) {
            if (ignored.test(folder)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            folders.accept(folder);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
            if (!ignored.test(file)) {
                files.accept(file, facts);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
