package lbm.manager.cli.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Figures out of texts of {@code /proc} and {@code /sys}; see proc(5). */
final class Proc {
    /** {@code Max open files            1024                 524288               files}. */
    private static final Pattern LIMIT = Pattern.compile("^(Max [a-z ]+?)\\s{2,}(\\S+)\\s+(\\S+)", Pattern.MULTILINE);

    private static final int LONGEST = 16 * 1024 * 1024;

    private static final String LISTENS = "0A";

    private Proc() {}

    /** A file's text; empty when it cannot be read. */
    static Optional<String> text(String path) {
        // In one read: files below /proc/sys are at their end at the second.
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            return Optional.of(new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The first number of a text; empty for {@code max} and the like. */
    static OptionalLong number(String text) {
        Matcher digits = Pattern.compile("\\d{1,18}").matcher(text);
        return digits.find() ? OptionalLong.of(Long.parseLong(digits.group())) : OptionalLong.empty();
    }

    /**
     * A soft limit out of {@code /proc/PID/limits}.
     *
     * @return empty: unlimited, or not there
     */
    static OptionalLong limit(String limits, String name) {
        Matcher line = LIMIT.matcher(limits);
        while (line.find()) {
            if (line.group(1).equals(name)) {
                return number(line.group(2));
            }
        }
        return OptionalLong.empty();
    }

    /** A line {@code Name:   value} of {@code /proc/PID/status} or {@code /proc/meminfo}; empty when it is not there. */
    static Optional<String> field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    /** Ports somebody listens on, out of {@code /proc/net/tcp} or {@code tcp6}. */
    static Set<Integer> listening(String table) {
        Set<Integer> ports = new HashSet<>();
        table.lines().skip(1).map(line -> line.strip().split("\\s+")).forEach(cells -> {
            if (cells.length > 3 && cells[3].equals(LISTENS)) {
                ports.add(Integer.parseInt(cells[1].substring(cells[1].lastIndexOf(':') + 1), 16));
            }
        });
        return ports;
    }
}
