package lbm.manager.ecosystem;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import lbm.manager.ecosystem.Node.Entry;
import lbm.manager.ecosystem.Node.Scalar;
import lbm.manager.ecosystem.Node.Table;

/** A map of the file, read by a table of fields. */
final class Settings {

    private final Value table;
    private final Map<Field<?>, Object> read = new HashMap<>();
    private final Map<Field<?>, Value> written = new HashMap<>();

    private Settings(Value table) {
        this.table = table;
    }

    /**
     * Reads every key; what is wrong is reported and then counts as left out.
     *
     * @param other keys that somebody else reads
     */
    static Settings read(Value table, List<Field<?>> fields, Predicate<String> other, Report report) {
        Settings settings = new Settings(table);
        for (Entry entry : ((Table) table.node()).entries()) {
            if (other.test(entry.key())) {
                continue;
            }
            Optional<Field<?>> field = Fields.written(entry.key(), fields);
            if (field.isPresent()) {
                settings.entry(field.get(), entry, report);
            } else {
                report.unknownKey(table, entry, Fields.names(fields));
            }
        }
        return settings;
    }

    private void entry(Field<?> field, Entry entry, Report report) {
        Value value = table.entry(entry);
        Value before = written.putIfAbsent(field, value);
        if (before != null) {
            report.problem(entry.place(), value.path(), "says again what " + before.path() + " says", "one of them");
            return;
        }
        if (entry.value() instanceof Scalar s
                && s.isNull()
                && !(field.kind().takesNull() && !s.text().isEmpty())) {
            return;
        }
        field.kind().read(value, report).ifPresent(v -> read.put(field, v));
        field.idle().ifPresent(idle -> {
            if (!(entry.value() instanceof Scalar s && idle.contains(s.text()))) {
                report.warning(entry.place(), value.path(), "lbm does not act on this field: " + field.pm2());
            }
        });
    }

    /** The field's value; empty when it is left out or wrong. */
    @SuppressWarnings("unchecked") // entry() puts under a Field<T> only what its Kind<T> returned
    <T> Optional<T> get(Field<T> field) {
        return Optional.ofNullable((T) read.get(field));
    }

    /** The field as it stands in the file, the whole map when it is left out: where to point a message. */
    Value at(Field<?> field) {
        return written.getOrDefault(field, table);
    }

    boolean has(Field<?> field) {
        return written.containsKey(field);
    }

    Value table() {
        return table;
    }
}
