package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import lbm.manager.ecosystem.Node.Entry;
import lbm.manager.ecosystem.Node.Scalar;
import lbm.manager.ecosystem.Node.Table;

/** Environment variables, with the place each one came from. */
final class Variables {

    /** What {@code env} and {@code env_<name>} hold. */
    static final Kind<Map<String, Value>> KIND = new Kind<>() {
        @Override
        public Optional<Map<String, Value>> read(Value value, Report report) {
            if (!(value.node() instanceof Table table)) {
                report.wrong(value, "is not a map of variables", expected());
                return Optional.empty();
            }
            Map<String, Value> variables = new LinkedHashMap<>();
            table.entries()
                    .forEach(entry -> variable(value, entry, report).ifPresent(v -> variables.put(entry.key(), v)));
            return Optional.of(variables);
        }

        @Override
        public String expected() {
            return "a map such as {NODE_ENV: production}";
        }

        @Override
        public ObjectNode schema() {
            ObjectNode map = Shapes.type("object");
            map.set("additionalProperties", Shapes.type("string", "number", "boolean", "object", "array"));
            return map;
        }
    };

    private Variables() {}

    private static Optional<Value> variable(Value env, Entry entry, Report report) {
        Value value = env.entry(entry);
        if (entry.key().isEmpty()
                || entry.key().indexOf('=') >= 0
                || entry.key().indexOf('\0') >= 0) {
            report.problem(entry.place(), value.path(), "is no name of a variable", "a name without =");
            return Optional.empty();
        }
        if (value.node() instanceof Scalar s && s.isNull()) {
            report.problem(value.place(), value.path(), "has no value", "text, or \"\" for an empty one");
            return Optional.empty();
        }
        if (text(value).indexOf('\0') >= 0) {
            report.problem(value.place(), value.path(), "has a NUL in it", "text without it");
            return Optional.empty();
        }
        return Optional.of(value);
    }

    /** The value a program sees: words and numbers as written, lists and maps as JSON (as PM2 does). */
    static String text(Value value) {
        return value.node() instanceof Scalar scalar ? scalar.text() : JsonText.of(value.node());
    }
}
