package lbm.manager.ecosystem;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file of variables: {@code NAME=value} lines, with or without {@code export} in front. Blank lines and lines that
 * begin with {@code #} say nothing; so does what follows {@code " #"} behind a value without quotes.
 *
 * <p>In single quotes everything is as it stands. In double quotes {@code \n \r \t \" \\ \$} are what they are in a
 * shell. Both may go over several lines. Nothing is expanded: {@code ${HOME}} stays {@code ${HOME}}.
 */
final class DotEnv {

    /** A line that says nothing that can be understood. */
    static final class BadLine extends Exception {
        private static final long serialVersionUID = 1;

        private final int line;
        private final String why;

        BadLine(int line, String why) {
            super(why, null, false, false);
            this.line = line;
            this.why = why;
        }

        /** From 1. */
        int line() {
            return line;
        }

        /** The end of a sentence that begins with the line. */
        String why() {
            return why;
        }
    }

    private final String text;
    private int at;

    private DotEnv(String text) {
        this.text = text;
    }

    /** The variables in the order of the file; of two of one name the later one counts. */
    static Map<String, String> parse(String text) throws BadLine {
        return new DotEnv(text.startsWith("\ufeff") ? text.substring(1) : text).variables();
    }

    private Map<String, String> variables() throws BadLine {
        Map<String, String> variables = new LinkedHashMap<>();
        while (at < text.length()) {
            blanks();
            if (atEndOfLine() || text.charAt(at) == '#') {
                restOfLine();
                continue;
            }
            String name = name();
            variables.put(name, value());
        }
        return variables;
    }

    private String name() throws BadLine {
        int line = line();
        int begin = at;
        while (!atEndOfLine() && text.charAt(at) != '=') {
            at++;
        }
        String name = text.substring(begin, at).strip();
        if (name.startsWith("export ") || name.startsWith("export\t")) {
            name = name.substring("export ".length()).strip();
        }
        if (atEndOfLine()) {
            throw new BadLine(line, "has no =");
        }
        at++;
        if (!name.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
            throw new BadLine(line, "begins with no name of a variable");
        }
        return name;
    }

    private String value() throws BadLine {
        blanks();
        if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            return quoted(text.charAt(at));
        }
        int begin = at;
        String line = restOfLine();
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '#' && (i == 0 ? begin > 0 : Character.isWhitespace(line.charAt(i - 1)))) {
                return line.substring(0, i).strip();
            }
        }
        return line.strip();
    }

    private String quoted(char quote) throws BadLine {
        int line = line();
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == quote) {
                at++;
                int after = line();
                String rest = restOfLine().strip();
                if (!rest.isEmpty() && !rest.startsWith("#")) {
                    throw new BadLine(after, "goes on after the closing quote");
                }
                return value.toString();
            }
            if (c == '\\' && quote == '"' && at + 1 < text.length()) {
                at++;
                value.append(escaped(text.charAt(at)));
            } else if (c != '\r' || at + 1 >= text.length() || text.charAt(at + 1) != '\n') {
                value.append(c);
            }
        }
        throw new BadLine(line, "has a quote that is not closed");
    }

    private static String escaped(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '"', '\\', '$', '`' -> String.valueOf(c);
            case '\n' -> "";
            default -> "\\" + c;
        };
    }

    private void blanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private boolean atEndOfLine() {
        return at >= text.length() || text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }

    /** To the end of the line; the next one is next. */
    private String restOfLine() {
        int begin = at;
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
        return text.substring(begin, end < 0 ? text.length() : end);
    }

    private int line() {
        return 1
                + (int) text.substring(0, Math.min(at, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }
}
