package lbm.manager.ecosystem.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import lbm.manager.ecosystem.Accounts;
import lbm.manager.ecosystem.Disk;
import lbm.worker.tls.BadPair;

/**
 * The machine's files.
 *
 * @param searchPath value of PATH
 */
record RealDisk(String searchPath) implements Disk {

    /** By then a renewal that works has happened. */
    private static final long SOON_DAYS = 7;

    @Override
    public boolean isFolder(Path path) {
        return Files.isDirectory(path) && Files.isReadable(path) && Files.isExecutable(path);
    }

    @Override
    public boolean isFile(Path path) {
        return Files.isRegularFile(path) && Files.isReadable(path);
    }

    @Override
    public Pair pair(Path chain, Path key) {
        boolean ofKey = false;
        try {
            String certificates = Files.readString(chain, ISO_8859_1);
            ofKey = true;
            lbm.worker.tls.Pair pair = lbm.worker.tls.Pair.read(certificates, Files.readString(key, ISO_8859_1));
            return new Pair.Good(caution(pair.begins(), pair.expires(), Instant.now()));
        } catch (BadPair e) {
            return new Pair.Bad(e.part() == BadPair.Part.KEY, e.why());
        } catch (IOException e) {
            return new Pair.Bad(ofKey, "cannot be read: " + e.getMessage());
        }
    }

    private static String caution(Instant begins, Instant expires, Instant now) {
        if (now.isBefore(begins)) {
            return "is not valid before " + begins;
        }
        if (now.isAfter(expires)) {
            return "has expired on " + expires;
        }
        long days = Duration.between(now, expires).toDays();
        return days < SOON_DAYS ? "expires on " + expires : "";
    }

    @Override
    public Optional<String> text(Path path) {
        if (!isFile(path)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(EcosystemFiles.LARGEST + 1);
            return bytes.length > EcosystemFiles.LARGEST
                    ? Optional.empty()
                    : Optional.of(
                            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public Accounts accounts() {
        return new RealAccounts();
    }

    @Override
    public boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    @Override
    public Optional<Path> onPath(String name) {
        return Arrays.stream(searchPath.split(File.pathSeparator, -1))
                .map(folder -> in(folder, name))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Path> in(String folder, String name) {
        try {
            // An empty or relative entry is read against the shell's folder; a manager has none worth searching.
            Path program = Path.of(folder).resolve(name);
            return program.isAbsolute() && isProgram(program) ? Optional.of(program) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
