package lbm.manager.install.io;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lbm.manager.install.ClassArchive;
import lbm.manager.install.Installation;
import lbm.manager.install.Part;

/** Finds the installation this JVM was started from. */
public final class Installations {
    private Installations() {}

    /**
     * The installation of this JVM as the launcher named it by {@code lbm.root}, {@code lbm.lib} and {@code lbm.jdk}.
     * Archives are looked for at each call, so ask again before starting a program.
     *
     * @param home LBM_HOME, the second place of archives
     * @throws IOException when the library folder cannot be read
     */
    public static Installation here(Path home) throws IOException {
        Path lib = Path.of(System.getProperty("lbm.lib", folderOfOwnJar()));
        // Built layout: <root>/manager/target/lbm/lib.
        Path root = Path.of(System.getProperty(
                "lbm.root", lib.resolve("../../../..").normalize().toString()));
        String jdk = System.getProperty("lbm.jdk", System.getProperty("java.runtime.version", "unknown"));
        int feature = Runtime.version().feature();
        return new Installation(
                root,
                lib,
                Path.of(System.getProperty("java.home")),
                jdk,
                feature,
                System.getProperty("os.arch"),
                jars(lib),
                archives(lib, home, jdk, ClassArchive.of(feature)),
                recording());
    }

    /** Folders archives may lie in, best first: beside the jars, or in LBM_HOME when that is not writable. */
    static List<Path> archiveFolders(Path lib, Path home) {
        return List.of(lib.resolveSibling("cds"), home.resolve("run/cds"));
    }

    /** A new folder at each call: two workers that wrote one file would spoil it. */
    private static Optional<Path> recording() throws IOException {
        String rehearsal = System.getProperty(Installation.RECORDING, "");
        return rehearsal.isEmpty()
                ? Optional.empty()
                : Optional.of(Files.createTempDirectory(Path.of(rehearsal), "recording"));
    }

    private static List<String> jars(Path lib) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static Map<Part, Path> archives(Path lib, Path home, String jdk, ClassArchive kind) {
        Map<Part, Path> found = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            archiveFolders(lib, home).stream()
                    .map(folder -> folder.resolve(kind.fileName(part, jdk)))
                    .filter(archive -> newer(archive, lib))
                    .findFirst()
                    .ifPresent(archive -> found.put(part, archive));
        }
        return found;
    }

    /** A stale archive is worse than none: the JVM refuses it and then does without its own default one as well. */
    private static boolean newer(Path archive, Path lib) {
        long built = Math.max(modified(lib.resolve("lbm-manager.jar")), modified(lib.resolve("lbm-worker.jar")));
        return modified(archive) > built;
    }

    private static long modified(Path file) {
        // java.io.File: 0 for a missing file, without an exception and without loading more of NIO.
        return file.toFile().lastModified();
    }

    private static String folderOfOwnJar() {
        try {
            Path own = Path.of(Installations.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return String.valueOf(own.getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the jar of lbm has no path", e);
        }
    }
}
