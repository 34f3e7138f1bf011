package lbm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Folders of one test: {@code home} is LBM_HOME, {@code work} is where commands run and where the site and the
 * ecosystem file lie. Short names, since a unix socket's path ends at 107 bytes.
 */
record Home(Path base) {

    /** What the pages of the site say; every answer is compared with these, byte for byte. */
    static final String INDEX = "<!doctype html><title>site</title><p>index of the site</p>\n";

    static final String SCRIPT = "console.log('site');\n".repeat(200);

    static Home create() {
        try {
            Home home = new Home(Files.createTempDirectory("lbm-"));
            Files.createDirectories(home.site().resolve("assets"));
            home.write("site/index.html", INDEX);
            home.write("site/assets/app-0a1b2c3d.js", SCRIPT);
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path home() {
        return base.resolve("h");
    }

    Path work() {
        return base.resolve("w");
    }

    Path site() {
        return work().resolve("site");
    }

    /** Writes a file below {@link #work}. */
    Path write(String name, String text) {
        try {
            Path file = work().resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file below {@link #home}; empty while there is none. */
    String read(String name) {
        try {
            return Files.readString(home().resolve(name));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a shell script below {@link #work}, executable. */
    Path script(String name, String... lines) {
        try {
            Path file = write(name, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pages that {@link Traffic} asks for: the index, an asset and a deep link. */
    List<Page> pages() {
        return List.of(
                new Page("/", INDEX), new Page("/assets/app-0a1b2c3d.js", SCRIPT), new Page("/work/deep/link", INDEX));
    }

    /** Again and again for a while: a process that was just killed may still write its last file. */
    void delete() {
        Awaitility.await("removed: " + base).atMost(Duration.ofMinutes(1)).until(() -> {
            try (Stream<Path> files = Files.walk(base)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
                return true;
            } catch (NoSuchFileException | DirectoryNotEmptyException busy) {
                return Files.notExists(base);
            } catch (UncheckedIOException busy) {
                return false;
            }
        });
    }
}
