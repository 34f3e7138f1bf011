package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A disk on which everything is there but what the test takes away. */
record FakeDisk(Predicate<Path> folders, Predicate<Path> files, Predicate<Path> programs, Set<String> notOnPath)
        implements Disk {

    static final FakeDisk FULL = new FakeDisk(p -> true, p -> true, p -> true, Set.of());

    FakeDisk withoutFolder(String path) {
        return new FakeDisk(p -> !p.equals(Path.of(path)), files, programs, notOnPath);
    }

    FakeDisk withoutFile(String path) {
        return new FakeDisk(folders, p -> !p.equals(Path.of(path)), p -> !p.equals(Path.of(path)), notOnPath);
    }

    FakeDisk withoutPrograms() {
        return new FakeDisk(folders, files, p -> false, notOnPath);
    }

    FakeDisk withoutCommands(String... names) {
        return new FakeDisk(folders, files, programs, Set.of(names));
    }

    @Override
    public boolean isFolder(Path path) {
        return folders.test(path);
    }

    @Override
    public boolean isFile(Path path) {
        return files.test(path);
    }

    @Override
    public boolean isProgram(Path path) {
        return programs.test(path);
    }

    @Override
    public Optional<Path> onPath(String name) {
        return notOnPath.contains(name) ? Optional.empty() : Optional.of(Path.of("/bin", name));
    }
}
