package lbm.manager.ecosystem;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lbm.manager.ecosystem.Node.Entry;
import lbm.manager.ecosystem.Node.Form;
import lbm.manager.ecosystem.Node.Items;
import lbm.manager.ecosystem.Node.Scalar;
import lbm.manager.ecosystem.Node.Table;

/** A value as YAML that reads back as the same value, in YAML 1.1 and 1.2. */
final class YamlText {

    /** What needs no quotes in any place: words, paths, URLs, and what begins with a digit but is no number. */
    private static final Pattern PLAIN =
            Pattern.compile("(?:[A-Za-z_/]|\\.{1,2}/|~/|\\d+(?:[KMG]|ms|[smhd])$)[\\w./+@=-]*(?::[\\w./+@=-]+)*");

    private static final Set<String> WORDS_OF_YAML =
            Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

    /** A number that every reader of YAML takes for the number it is. */
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?");

    private static final Pattern ODD = Pattern.compile("[\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff]");

    /** Longer lists get a line for each item. */
    private static final int LONGEST_LINE = 80;

    private YamlText() {}

    /** The value after its key: {@code " text"} on the key's line, or lines below it, each ended. */
    static String after(Node value, int indent) {
        if (value instanceof Table table && !table.entries().isEmpty()) {
            return "\n" + table(table, indent + 2);
        }
        if (value instanceof Items list && !list.items().isEmpty()) {
            String line = flow(list);
            boolean simple = list.items().stream().allMatch(Scalar.class::isInstance);
            return simple && line.length() <= LONGEST_LINE ? " " + line + "\n" : "\n" + items(list, indent + 2);
        }
        return " " + flow(value) + "\n";
    }

    private static String table(Table table, int indent) {
        return table.entries().stream().map(e -> entry(e, indent)).collect(Collectors.joining());
    }

    /** A key with its value. */
    static String entry(Entry entry, int indent) {
        return " ".repeat(indent) + text(entry.key()) + ":" + after(entry.value(), indent);
    }

    private static String items(Items list, int indent) {
        return list.items().stream().map(item -> item(item, indent)).collect(Collectors.joining());
    }

    private static String item(Node item, int indent) {
        if (item instanceof Table table && !table.entries().isEmpty()) {
            String lines = table(table, indent + 2);
            return " ".repeat(indent) + "- " + lines.substring(indent + 2);
        }
        return " ".repeat(indent) + "- " + flow(item) + "\n";
    }

    /** On one line. */
    static String flow(Node value) {
        if (value instanceof Table table) {
            return table.entries().stream()
                    .map(e -> text(e.key()) + ": " + flow(e.value()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Items list) {
            List<Node> items = list.items();
            return items.stream().map(YamlText::flow).collect(Collectors.joining(", ", "[", "]"));
        }
        Scalar scalar = (Scalar) value;
        return switch (scalar.form()) {
            case NULL -> "null";
            case BOOLEAN -> scalar.text().toLowerCase(Locale.ROOT);
            case NUMBER -> NUMBER.matcher(scalar.text()).matches() ? scalar.text() : text(scalar.text());
            case TEXT -> text(scalar.text());
        };
    }

    /** With quotes where another reader could take it for something else. */
    static String text(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !WORDS_OF_YAML.contains(text.toLowerCase(Locale.ROOT));
        // A text of JSON is one of YAML, but for what only YAML takes for line ends and controls.
        return plain ? text : escaped(JsonText.of(new Scalar(Place.NOWHERE, Form.TEXT, text)));
    }

    private static String escaped(String quoted) {
        return ODD.matcher(quoted)
                .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }
}
