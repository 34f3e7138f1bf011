package lbm.manager.ecosystem.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lbm.manager.ecosystem.Place;
import lbm.manager.ecosystem.Problem;
import lbm.manager.ecosystem.SourceText;

/** Finds and reads ecosystem files. */
public final class EcosystemFiles {

    /** Bytes; a larger one is not an ecosystem file but a slip of the hand. */
    static final int LARGEST = 1024 * 1024;

    private static final List<String> NAMES = List.of(
            "ecosystem.yaml",
            "ecosystem.yml",
            "ecosystem.json",
            "ecosystem.config.js",
            "ecosystem.config.cjs",
            "ecosystem.config.mjs");

    private EcosystemFiles() {}

    /** The file used when none is named: data before programs, YAML before JSON. */
    public static Optional<Path> standard(Path folder) {
        return NAMES.stream().map(folder::resolve).filter(Files::exists).findFirst();
    }

    /** Whether a name is that of an ecosystem file, as PM2 tells them from scripts. */
    public static boolean isOne(String name) {
        return name.toLowerCase(Locale.ROOT).matches(".*\\.(ya?ml|json|config\\.[cm]?js)");
    }

    /** A file's text, or why there is none. */
    public sealed interface Read {
        record Text(SourceText source) implements Read {}

        record Failure(Problem problem) implements Read {}
    }

    /** Reads a file that is data. */
    public static Read read(Path file) {
        if (ConfigScript.isOne(file)) {
            // Running it may take long and needs the caller's folder: the command line does it, not the manager.
            return failure(file, "is a program, not data", "YAML or JSON, or beside it what the file exports");
        }
        if (Files.isDirectory(file)) {
            Optional<Path> inside = standard(file);
            return failure(
                    file, "is a folder", inside.map(f -> "a file, such as " + f).orElse("a file"));
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A pipe would keep the manager waiting for whoever holds its other end.
            return failure(file, "is not a regular file", "a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                return failure(file, "is larger than 1 MB", "an ecosystem file");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new Read.Text(SourceText.of(file, text));
        } catch (CharacterCodingException e) {
            return failure(file, "is not UTF-8 text", "an ecosystem file");
        } catch (NoSuchFileException e) {
            return failure(file, "is not there", "the path of an ecosystem file");
        } catch (AccessDeniedException e) {
            return failure(file, "may not be read by this user", "read permission");
        } catch (IOException e) {
            return failure(file, "could not be read: " + e.getMessage(), "");
        }
    }

    static Read failure(Path file, String wrong, String expected) {
        String name = file.toString();
        return new Read.Failure(new Problem(name, Place.NOWHERE, "", "", wrong, expected, Optional.empty()));
    }
}
