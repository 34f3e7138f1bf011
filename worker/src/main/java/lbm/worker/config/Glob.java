package lbm.worker.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for paths of a site: {@code *} stands for any characters of one segment, {@code **} for any characters,
 * {@code ?} for one of a segment, <code>{a,b}</code> for one of several texts, a backslash takes the next character as
 * it is. A pattern with a slash is matched against the whole path below the root ({@code assets/**}; a leading slash is
 * the same), one without against the last segment ({@code *.pdf}), as {@code .gitignore} has it.
 *
 * <p>Matching takes time in proportion to pattern and path, whatever they are: no pattern can be made to hang.
 */
public final class Glob {

    private enum Kind {
        LITERAL,
        ONE,
        SOME,
        ALL,
        /** Before {@link #FOLDERS}, which may also be left out. */
        GATE,
        /** Whole segments with their slashes. */
        FOLDERS
    }

    private record Token(Kind kind, char literal) {}

    /** How many patterns one with braces may stand for. */
    private static final int MOST = 256;

    private final List<Token[]> alternatives;
    private final boolean whole;

    private Glob(List<Token[]> alternatives, boolean whole) {
        this.alternatives = alternatives;
        this.whole = whole;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException it is empty, a brace is not closed, or braces stand for too many patterns
     */
    public static Glob of(String pattern) {
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("an empty pattern matches nothing");
        }
        List<Token[]> alternatives = new ArrayList<>(1);
        for (String plain : expand(pattern)) {
            alternatives.add(tokens(plain.startsWith("/") ? plain.substring(1) : plain));
        }
        return new Glob(List.copyOf(alternatives), pattern.indexOf('/') >= 0);
    }

    /** Whether {@link #of} takes it. */
    public static boolean isValid(String pattern) {
        try {
            of(pattern);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Whether a path matches.
     *
     * @param path below the root, decoded, without a slash at its start: {@code assets/app.js}
     */
    public boolean matches(String path) {
        String subject = whole ? path : path.substring(path.lastIndexOf('/') + 1);
        for (Token[] tokens : alternatives) {
            if (matches(tokens, subject)) {
                return true;
            }
        }
        return false;
    }

    /** All states of the pattern side by side, one character after the other. */
    private static boolean matches(Token[] tokens, String subject) {
        boolean[] at = new boolean[tokens.length + 1];
        at[0] = true;
        skipEmpty(tokens, at);
        for (int i = 0; i < subject.length(); i++) {
            char c = subject.charAt(i);
            boolean[] next = new boolean[tokens.length + 1];
            for (int t = 0; t < tokens.length; t++) {
                if (at[t]) {
                    switch (tokens[t].kind()) {
                        case LITERAL -> next[t + 1] |= tokens[t].literal() == c;
                        case ONE -> next[t + 1] |= c != '/';
                        case SOME -> next[t] |= c != '/';
                        case ALL -> next[t] = true;
                        case GATE -> {}
                        case FOLDERS -> {
                            next[t] = true;
                            next[t + 1] |= c == '/';
                        }
                    }
                }
            }
            at = next;
            skipEmpty(tokens, at);
        }
        return at[tokens.length];
    }

    /** Stars may stand for nothing. */
    private static void skipEmpty(Token[] tokens, boolean[] at) {
        for (int t = 0; t < tokens.length; t++) {
            if (at[t]) {
                switch (tokens[t].kind()) {
                    case SOME, ALL -> at[t + 1] = true;
                    case GATE -> {
                        at[t + 1] = true;
                        at[t + 2] = true;
                    }
                    case LITERAL, ONE, FOLDERS -> {}
                }
            }
        }
    }

    private static Token[] tokens(String pattern) {
        List<Token> out = new ArrayList<>(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                out.add(new Token(Kind.LITERAL, pattern.charAt(++i)));
            } else if (pattern.startsWith("**/", i) && (out.isEmpty() || pattern.charAt(i - 1) == '/')) {
                out.add(new Token(Kind.GATE, c));
                out.add(new Token(Kind.FOLDERS, c));
                i += 2;
            } else if (pattern.startsWith("**", i)) {
                out.add(new Token(Kind.ALL, c));
                i++;
            } else {
                Kind kind = c == '*' ? Kind.SOME : c == '?' ? Kind.ONE : Kind.LITERAL;
                out.add(new Token(kind, c));
            }
        }
        return out.toArray(new Token[0]);
    }

    /** Braces resolved, from the left. */
    private static List<String> expand(String pattern) {
        int open = find(pattern, '{', 0);
        if (open < 0) {
            return List.of(pattern);
        }
        List<String> choices = new ArrayList<>();
        int depth = 0;
        int start = open + 1;
        int close = -1;
        for (int i = open; i < pattern.length() && close < 0; i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                close = i;
            } else if (c == ',' && depth == 1) {
                choices.add(pattern.substring(start, i));
                start = i + 1;
            }
        }
        if (close < 0) {
            throw new IllegalArgumentException("the brace in \"" + pattern + "\" is not closed");
        }
        choices.add(pattern.substring(start, close));
        List<String> out = new ArrayList<>();
        for (String choice : choices) {
            out.addAll(expand(pattern.substring(0, open) + choice + pattern.substring(close + 1)));
            if (out.size() > MOST) {
                throw new IllegalArgumentException("\"" + pattern + "\" stands for more than " + MOST + " patterns");
            }
        }
        return out;
    }

    private static int find(String text, char wanted, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == wanted) {
                return i;
            }
        }
        return -1;
    }
}
