package lbm.manager.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lbm.manager.spec.ExitCode;

/** {@code LBM_HOME/conf.json}: settings by key, all texts. Every key is kept; {@link #KNOWN} are acted upon. */
public final class Conf {
    /** {@code true}: the list of apps is saved after each command that changed something. */
    public static final String AUTODUMP = "autodump";

    /** How many lines {@code lbm logs} shows without {@code --lines}. */
    public static final String LOG_LINES = "logs.lines";

    /** Keys lbm acts on. */
    public static final Set<String> KNOWN = Set.of(AUTODUMP, LOG_LINES);

    private final Path file;

    public Conf(Home home) {
        this.file = home.path().resolve("conf.json");
    }

    public Path file() {
        return file;
    }

    /** PM2 puts its own settings under {@code pm2:}. */
    public static String plain(String key) {
        return key.startsWith("pm2:") ? key.substring("pm2:".length()) : key;
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(all().get(plain(key)));
    }

    /**
     * A setting for a command that can do without. A file that cannot be read is told and counts as empty: nothing is
     * refused, and nothing that was done is called a failure, for its sake.
     */
    public Optional<String> ifReadable(String key, PrintStream err) {
        try {
            return get(key);
        } catch (Failure unreadable) {
            err.println("lbm: warning: " + unreadable.line() + "; it counts as empty");
            return Optional.empty();
        }
    }

    /**
     * All settings in the order of their keys.
     *
     * @throws Failure when the file is there and cannot be read; it is left as it is
     */
    public Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        try {
            JsonReader.object(Files.readString(file))
                    .members()
                    .forEach((key, value) -> all.put(key, String.valueOf(value)));
        } catch (NoSuchFileException e) {
            return all;
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure(ExitCode.FAILED, file + " cannot be read: " + e.getMessage());
        }
        return all;
    }

    /**
     * Sets keys, all of them or none.
     *
     * @throws Failure {@code USAGE} for a value that a known key cannot have
     */
    public void set(Map<String, String> values) {
        Map<String, String> all = all();
        values.forEach((written, value) -> {
            String key = plain(written);
            check(key, value);
            all.put(key, value);
        });
        write(all);
    }

    /** Takes a key away; false: it was not there. */
    public boolean unset(String key) {
        Map<String, String> all = all();
        boolean there = all.remove(plain(key)) != null;
        if (there) {
            write(all);
        }
        return there;
    }

    private static void check(String key, String value) {
        if (key.isBlank()) {
            throw new Failure(ExitCode.USAGE, "a key must not be empty");
        }
        if (key.equals(AUTODUMP) && !value.equals("true") && !value.equals("false")) {
            throw new Failure(ExitCode.USAGE, key + ": \"" + value + "\" is not true or false");
        }
        if (key.equals(LOG_LINES) && !value.matches("[0-9]{1,5}")) {
            throw new Failure(ExitCode.USAGE, key + ": \"" + value + "\" is not a number of lines");
        }
    }

    private void write(Map<String, String> all) {
        Path temporary = file.resolveSibling("conf.json.tmp");
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            Files.createDirectories(file.resolve("..").normalize());
            Files.deleteIfExists(temporary);
            Files.createFile(temporary, ownerOnly);
            Files.writeString(temporary, JsonIndent.of(JsonWriter.write(all)) + "\n");
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Failure.unwritable(file, e);
        }
    }
}
