package lbm.manager.ecosystem;

import java.util.Optional;

/**
 * Why a file is refused. It prints as one line:
 *
 * <pre>ecosystem.yaml:12:14: apps[0].max_memory_restart: "1X" is not a size; expected 200M, 1G, …</pre>
 *
 * @param path to the value: {@code apps[0].env.PORT}; may be empty
 * @param value what stands there, as written; empty when there is nothing to quote
 * @param wrong {@code is not a size}
 * @param expected may be empty
 * @param nearest a key or value that may have been meant
 */
public record Problem(
        String file, Place place, String path, String value, String wrong, String expected, Optional<String> nearest) {

    /** Longer values are cut in messages: a whole certificate in an error line hides the error. */
    private static final int LONGEST_QUOTE = 60;

    Problem withoutPlace() {
        return new Problem(file, Place.NOWHERE, path, value, wrong, expected, nearest);
    }

    /** The one line. */
    public String line() {
        StringBuilder line = new StringBuilder(where(file, place, path));
        if (!value.isEmpty()) {
            line.append(quote(value)).append(' ');
        }
        line.append(wrong);
        if (!expected.isEmpty()) {
            line.append("; expected ").append(expected);
        }
        nearest.ifPresent(near -> line.append("; did you mean ").append(near).append('?'));
        return line.toString();
    }

    @Override
    public String toString() {
        return line();
    }

    static String where(String file, Place place, String path) {
        String where = place.line() == 0 ? file : file + ":" + place.line() + ":" + place.column();
        return path.isEmpty() ? where + ": " : where + ": " + path + ": ";
    }

    /** In double quotes, on one line, without control characters, at most 60 characters. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        int shown = text.offsetByCodePoints(0, Math.min(LONGEST_QUOTE, text.codePointCount(0, text.length())));
        text.substring(0, shown).codePoints().forEach(c -> {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').appendCodePoint(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        quoted.append("\\u%04x".formatted(c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append(shown < text.length() ? "…\"" : "\"").toString();
    }
}
