package lbm.manager.service;

/** Quoting in unit files. */
final class UnitText {
    private UnitText() {}

    /** A word of a command line: {@code %} and {@code $} stand for themselves, spaces do not part it. */
    static String argument(String word) {
        return quoted(word.replace("$", "$$"));
    }

    /** A value in which {@code %} stands for itself, in quotes where it needs them. */
    static String quoted(String value) {
        String escaped = literal(value.replace("\\", "\\\\").replace("\"", "\\\""));
        boolean plain = escaped.chars().allMatch(c -> c > ' ' && c != '\'' && c != '"' && c != '\\' && c != ';');
        return plain && !escaped.isEmpty() ? escaped : "\"" + escaped + "\"";
    }

    /** A value in which {@code %} stands for itself. */
    static String literal(String value) {
        return value.replace("%", "%%");
    }
}
