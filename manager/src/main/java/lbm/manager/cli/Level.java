package lbm.manager.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How grave a log line is, as far as its text tells. */
public enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR;

    /** A word of its own or a field of a JSON line, by name or as pino numbers them. */
    private static final Pattern WORD = Pattern.compile("(?i)(?<![a-z])(trace|debug|info|notice|warn(?:ing)?|err(?:or)?"
            + "|severe|fatal|critical|panic)(?![a-z])|\"level\"\\s*:\\s*(\\d\\d)\\b");

    /** What a user writes; empty: no level of that name. */
    public static Optional<Level> named(String name) {
        for (Level level : values()) {
            if (level.name().equalsIgnoreCase(name)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    /** Of a line: the first level it names, else an error on stderr, information on stdout. */
    public static Level of(String line, String stream) {
        Matcher found = WORD.matcher(line);
        if (!found.find()) {
            return stream.equals("err") ? ERROR : INFO;
        }
        if (found.group(2) != null) {
            int number = Integer.parseInt(found.group(2));
            return number >= 50 ? ERROR : number >= 40 ? WARN : number >= 30 ? INFO : DEBUG;
        }
        return switch (found.group(1).toLowerCase(Locale.ROOT)) {
            case "trace", "debug" -> DEBUG;
            case "info", "notice" -> INFO;
            case "warn", "warning" -> WARN;
            default -> ERROR;
        };
    }
}
