package lbm.manager.trigger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which changes do not count, by PM2's {@code ignore_watch}. A pattern is
 *
 * <ul>
 *   <li>a path under the app's folder, or an absolute one: it and everything below;
 *   <li>a name without {@code /}: whatever bears it at any depth, and everything below;
 *   <li>either with {@code *}, {@code ?}, {@code [abc]}, {@code {a,b}} and {@code **} for any number of folders;
 *   <li>a regular expression: between slashes ({@code /\.tmp$/}), or with a backslash in it ({@code \.txt}), found anywhere
 *       in the path.
 * </ul>
 */
public final class Ignored {

    /** What no program reads as its source, and what editors leave beside it while they save. */
    private static final List<String> ALWAYS = List.of(
            "node_modules", ".git", ".svn", ".hg", "__pycache__", "*.pyc", "*.swp", "*.swx", "*~", ".#*", "4913");

    private final String folder;
    private final List<Predicate<String>> rules = new ArrayList<>();
    private final boolean hidden;

    /**
     * @param folder the app's, absolute
     * @param patterns empty: names that begin with a dot, as PM2
     * @throws IllegalArgumentException one line that names the pattern that is none
     */
    public Ignored(String folder, List<String> patterns) {
        this.folder = folder.endsWith("/") ? folder : folder + "/";
        this.hidden = patterns.isEmpty();
        ALWAYS.forEach(pattern -> rules.add(rule(pattern)));
        patterns.forEach(pattern -> rules.add(rule(pattern)));
    }

    private Predicate<String> rule(String written) {
        String pattern = written.startsWith("./") ? written.substring(2) : written;
        boolean slashes = pattern.length() > 2 && pattern.startsWith("/") && pattern.endsWith("/");
        if (slashes && pattern.substring(1, pattern.length() - 1).matches(".*[\\\\^$|(+.\\[].*")) {
            return regex(written, pattern.substring(1, pattern.length() - 1));
        }
        if (pattern.indexOf('\\') >= 0) {
            return regex(written, pattern);
        }
        String bare = pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
        String path = bare.startsWith(folder) ? bare.substring(folder.length()) : bare;
        Pattern glob = compile(written, (path.indexOf('/') < 0 ? "(?:.*/)?" : "") + Glob.regex(path) + "(?:/.*)?");
        return name -> glob.matcher(name).matches();
    }

    private static Predicate<String> regex(String written, String expression) {
        return compile(written, expression).asPredicate();
    }

    private static Pattern compile(String written, String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "ignore_watch: `" + written + "` is no pattern: " + e.getDescription(), e);
        }
    }

    /** The path as rules and people see it: under the app's folder without that. */
    public String shown(String path) {
        return path.startsWith(folder) ? path.substring(folder.length()) : path;
    }

    /** Whether a change of the file or folder at this absolute path does not count. */
    public boolean test(String path) {
        String name = shown(path);
        return (hidden && (name.startsWith(".") || name.contains("/.")))
                || rules.stream().anyMatch(rule -> rule.test(name));
    }
}
