package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A field that is only looked at for its JSON type, because lbm does not act on it. */
record LooseKind(List<String> types) implements Kind<Node> {

    static LooseKind of(String... types) {
        return new LooseKind(Arrays.asList(types));
    }

    @Override
    public Optional<Node> read(Value value, Report report) {
        if (!types.contains(type(value.node()))) {
            report.wrong(value, "does not fit here", expected());
            return Optional.empty();
        }
        return Optional.of(value.node());
    }

    @Override
    public String expected() {
        return String.join(" or ", types)
                .replace("array", "list")
                .replace("object", "map")
                .replace("string", "text");
    }

    @Override
    public ObjectNode schema() {
        return Shapes.type(types.toArray(String[]::new));
    }

    private static String type(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return switch (scalar.form()) {
                case TEXT -> "string";
                case NUMBER -> "number";
                case BOOLEAN -> "boolean";
                case NULL -> "null";
            };
        }
        return node instanceof Node.Items ? "array" : "object";
    }
}
