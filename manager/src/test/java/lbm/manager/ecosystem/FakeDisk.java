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

    /** Files named after what is wrong with them. */
    @Override
    public Pair pair(Path chain, Path key) {
        if (chain.endsWith("broken.pem")) {
            return new Pair.Bad(false, "has no certificate in PEM");
        }
        if (key.endsWith("other.pem")) {
            return new Pair.Bad(true, "is not the key of the certificate");
        }
        return new Pair.Good(chain.endsWith("old.pem") ? "has expired on 2020-01-01T00:00:00Z" : "");
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
