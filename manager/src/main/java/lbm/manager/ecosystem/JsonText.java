package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Locale;

/** A part of the file as JSON (RFC 8259), without blanks. */
final class JsonText {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Reading a decimal takes time that grows with the square of its length. */
    private static final int LONGEST_NUMBER = 1000;

    private JsonText() {}

    static String of(Node node) {
        return json(node).toString();
    }

    private static JsonNode json(Node node) {
        if (node instanceof Node.Table table) {
            ObjectNode object = JSON.objectNode();
            table.entries().forEach(e -> object.set(e.key(), json(e.value())));
            return object;
        }
        if (node instanceof Node.Items list) {
            ArrayNode array = JSON.arrayNode();
            list.items().forEach(item -> array.add(json(item)));
            return array;
        }
        return scalar((Node.Scalar) node);
    }

    private static JsonNode scalar(Node.Scalar scalar) {
        return switch (scalar.form()) {
            case NULL -> JSON.nullNode();
            case BOOLEAN ->
                JSON.booleanNode(scalar.text().toLowerCase(Locale.ROOT).equals("true"));
            case NUMBER -> number(scalar.text());
            case TEXT -> JSON.textNode(scalar.text());
        };
    }

    private static JsonNode number(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return JSON.textNode(text);
        }
        try {
            return JSON.numberNode(new BigDecimal(text));
        } catch (NumberFormatException notJson) {
            // 0x1F, 1_000 and .inf are numbers in YAML only.
            return JSON.textNode(text);
        }
    }
}
