package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A map with a table of fields of its own. Read as a map of those that are written: names as the table has them.
 *
 * @param noun {@code the options of a rate limit}
 * @param example {@code {window: 15m, max: 100}}
 */
record TableKind(String noun, String example, List<Field<?>> fields) implements Kind<Map<String, Object>> {

    @Override
    public Optional<Map<String, Object>> read(Value value, Report report) {
        if (!(value.node() instanceof Node.Table)) {
            report.wrong(value, "is not " + noun, expected());
            return Optional.empty();
        }
        Settings settings = Settings.read(value, fields, key -> false, report);
        Map<String, Object> options = new LinkedHashMap<>();
        for (Field<?> field : fields) {
            if (!settings.has(field) && field.fallback().equals(Field.REQUIRED)) {
                report.problem(
                        value.place(),
                        value.path(),
                        "has no " + field.name(),
                        field.kind().expected());
            }
            settings.get(field).ifPresent(option -> options.put(field.name(), option));
        }
        return Optional.of(options);
    }

    @Override
    public String expected() {
        return "a map such as " + example;
    }

    @Override
    public ObjectNode schema() {
        return Schema.table(fields);
    }

    @Override
    public List<Field<?>> inside() {
        return fields;
    }
}
