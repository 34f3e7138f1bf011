package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** A disk on which everything is there but what the test takes away. */
record FakeDisk(
        Predicate<Path> folders,
        Predicate<Path> files,
        Predicate<Path> programs,
        Set<String> notOnPath,
        Map<Path, String> texts,
        long self)
        implements Disk {

    /** Users and groups of the fake machine. */
    private static final Map<String, Long> USERS = Map.of("root", 0L, "www-data", 33L, "me", 1000L);

    static final FakeDisk FULL = new FakeDisk(p -> true, p -> true, p -> true, Set.of(), Map.of(), 0);

    FakeDisk withoutFolder(String path) {
        return new FakeDisk(p -> !p.equals(Path.of(path)), files, programs, notOnPath, texts, self);
    }

    FakeDisk withoutFile(String path) {
        return new FakeDisk(
                folders, p -> !p.equals(Path.of(path)), p -> !p.equals(Path.of(path)), notOnPath, texts, self);
    }

    FakeDisk withoutPrograms() {
        return new FakeDisk(folders, files, p -> false, notOnPath, texts, self);
    }

    FakeDisk withoutCommands(String... names) {
        return new FakeDisk(folders, files, programs, Set.of(names), texts, self);
    }

    FakeDisk withText(String path, String text) {
        return new FakeDisk(folders, files, programs, notOnPath, Map.of(Path.of(path), text), self);
    }

    /** Everything is asked for by this user. */
    FakeDisk as(long user) {
        return new FakeDisk(folders, files, programs, notOnPath, texts, user);
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
    public Optional<String> text(Path path) {
        return Optional.ofNullable(texts.get(path));
    }

    @Override
    public Accounts accounts() {
        return new Accounts() {
            @Override
            public OptionalLong user(String name) {
                return USERS.containsKey(name) ? OptionalLong.of(USERS.getOrDefault(name, 0L)) : OptionalLong.empty();
            }

            @Override
            public OptionalLong group(String name) {
                return user(name);
            }

            @Override
            public long self() {
                return self;
            }

            @Override
            public long ownGroup() {
                return self;
            }
        };
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
