package lbm.worker.http.io;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requests with the answers they are to get, as the {@code .http} files hold them; {@code README.md} there says how. */
final class RequestTable {

    /** One expected answer. */
    static final class Expected {
        final int status;
        final List<String> fields = new ArrayList<>();
        final List<String> body = new ArrayList<>();

        Expected(int status) {
            this.status = status;
        }
    }

    /** One case. */
    static final class Case {
        final String name;
        final String options;
        final List<String> pieces = new ArrayList<>();
        final List<Expected> answers = new ArrayList<>();
        final Set<Integer> heads = new HashSet<>();
        Optional<Boolean> closed = Optional.empty();

        Case(String name, String options) {
            this.name = name;
            this.options = options;
        }
    }

    private static final Pattern STATUS = Pattern.compile("([1-5][0-9][0-9])( to HEAD)?");
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(r|n|t|0|\\\\|x([0-9a-fA-F]{2})|\\{(.+?)\\*([0-9]+)}|\\{(etag|modified):(.+?)})");

    private RequestTable() {}

    /** Reads a file's text. */
    static List<Case> parse(String file, String text) {
        List<Case> cases = new ArrayList<>();
        String options = "";
        Case current = null;
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            String line = raw.equals("=") ? "= " : raw;
            number++;
            try {
                if (line.startsWith("### ")) {
                    current = new Case(line.substring(4).strip(), options);
                    cases.add(current);
                } else if (line.startsWith("serve:")) {
                    options = line.substring(6).strip();
                    current = null;
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    line(current, line);
                }
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(file + ":" + number + ": " + e.getMessage(), e);
            }
        }
        return cases;
    }

    private static void line(@Nullable Case current, String line) {
        if (current == null) {
            throw new IllegalArgumentException("no case has begun");
        }
        if (line.equals("~")) {
            current.pieces.add("");
        } else if (line.startsWith(">")) {
            if (current.pieces.isEmpty()) {
                current.pieces.add("");
            }
            String content = line.length() > 1 ? line.substring(2) : "";
            boolean open = content.endsWith("\\") && !content.endsWith("\\\\");
            String raw = open ? content.substring(0, content.length() - 1) : content + "\\r\\n";
            int last = current.pieces.size() - 1;
            current.pieces.set(last, current.pieces.get(last) + raw);
        } else if (line.equals("closed") || line.equals("open")) {
            current.closed = Optional.of(line.equals("closed"));
        } else if (line.startsWith("< ")) {
            Matcher status = STATUS.matcher(line.substring(2));
            if (status.matches()) {
                Expected answer = new Expected(Integer.parseInt(status.group(1)));
                if (status.group(2) != null) {
                    long finals = current.answers.stream()
                            .filter(it -> it.status >= 200)
                            .count();
                    current.heads.add((int) finals);
                }
                current.answers.add(answer);
            } else {
                last(current).fields.add(line.substring(2));
            }
        } else if (line.startsWith("= ") || line.startsWith("? ") || line.startsWith("! ") || line.startsWith("* ")) {
            last(current).body.add(line);
        } else {
            throw new IllegalArgumentException("begins with none of > ~ < = ? ! * closed open: " + line);
        }
    }

    private static Expected last(Case current) {
        return current.answers.get(current.answers.size() - 1);
    }

    /**
     * Resolves escapes.
     *
     * @param facts tells the {@code etag} or {@code modified} field of a path: {@code etag:/}
     */
    static String resolve(String text, Function<String, String> facts) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = ESCAPE.matcher(text);
        while (matcher.find()) {
            matcher.appendReplacement(out, "");
            String escape = matcher.group(1);
            if (matcher.group(2) != null) {
                out.append((char) Integer.parseInt(matcher.group(2), 16));
            } else if (matcher.group(3) != null) {
                String repeated = resolve(matcher.group(3), facts);
                out.append(repeated.repeat(Integer.parseInt(matcher.group(4))));
            } else if (matcher.group(5) != null) {
                out.append(facts.apply(matcher.group(5) + ":" + matcher.group(6)));
            } else {
                switch (escape) {
                    case "r" -> out.append('\r');
                    case "n" -> out.append('\n');
                    case "t" -> out.append('\t');
                    case "0" -> out.append('\0');
                    default -> out.append('\\');
                }
            }
        }
        return matcher.appendTail(out).toString();
    }
}
