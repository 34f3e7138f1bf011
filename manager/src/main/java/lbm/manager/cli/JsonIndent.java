package lbm.manager.cli;

/** JSON text laid out for people. */
public final class JsonIndent {
    private JsonIndent() {}

    /** The same document with a line for each member, two spaces a level. */
    public static String of(String json) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted) {
                out.append(c);
                if (c == '\\') {
                    i++;
                    out.append(json.charAt(i));
                } else {
                    quoted = c != '"';
                }
                continue;
            }
            switch (c) {
                case '"' -> {
                    quoted = true;
                    out.append(c);
                }
                case '{', '[' -> {
                    char end = c == '{' ? '}' : ']';
                    if (i + 1 < json.length() && json.charAt(i + 1) == end) {
                        i++;
                        out.append(c).append(end);
                    } else {
                        depth++;
                        out.append(c).append('\n').append("  ".repeat(depth));
                    }
                }
                case '}', ']' -> {
                    depth--;
                    out.append('\n').append("  ".repeat(depth)).append(c);
                }
                case ',' -> out.append(",\n").append("  ".repeat(depth));
                case ':' -> out.append(": ");
                case ' ', '\n', '\t', '\r' -> {}
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
