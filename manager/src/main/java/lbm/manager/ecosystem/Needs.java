package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lbm.manager.ecosystem.Node.Items;
import lbm.manager.ecosystem.Node.Scalar;
import lbm.manager.ecosystem.Node.Table;
import lbm.manager.spec.Dependency.Condition;

/**
 * What {@code depends_on} says.
 *
 * @param all in the order of the file
 */
record Needs(List<Need> all) {

    /**
     * One app that has to be so far first.
     *
     * @param app as written
     * @param at where
     */
    record Need(String app, Condition condition, Value at) {}

    /** As lbm names them, and as Docker's compose file does. */
    private static final Kind<Condition> CONDITION = Kinds.oneOf(Map.of(
            "started", Condition.STARTED,
            "ready", Condition.READY,
            "completed", Condition.COMPLETED,
            "service_started", Condition.STARTED,
            "service_healthy", Condition.READY,
            "service_completed_successfully", Condition.COMPLETED));

    private static final Field<Condition> CONDITION_FIELD =
            Field.of("condition", CONDITION, "ready", "How far it has to be.");

    /** A name, a list of names, or a map from names to conditions. */
    static final Kind<Needs> KIND = new Kind<>() {
        private final Kind<List<String>> names = new ListOf<>("names", Kinds.NAME);

        @Override
        public Optional<Needs> read(Value value, Report report) {
            List<Need> all = new ArrayList<>();
            if (value.node() instanceof Table table) {
                table.entries()
                        .forEach(entry ->
                                need(entry.key(), value.entry(entry), report).ifPresent(all::add));
            } else if (value.node() instanceof Items list) {
                for (int i = 0; i < list.items().size(); i++) {
                    Value item = value.item(i, list.items().get(i));
                    Kinds.NAME.read(item, report).ifPresent(name -> all.add(new Need(name, Condition.READY, item)));
                }
            } else {
                Kinds.NAME.read(value, report).ifPresent(name -> all.add(new Need(name, Condition.READY, value)));
            }
            return Optional.of(new Needs(List.copyOf(all)));
        }

        @Override
        public String expected() {
            return "a list of apps, or a map such as {db: {condition: ready}}";
        }

        @Override
        public ObjectNode schema() {
            ObjectNode map = Shapes.type("object");
            map.set(
                    "additionalProperties",
                    Shapes.either(Shapes.type("null"), CONDITION.schema(), Schema.table(List.of(CONDITION_FIELD))));
            return Shapes.either(names.schema(), map);
        }
    };

    private static Optional<Need> need(String app, Value at, Report report) {
        if (at.node() instanceof Table) {
            Settings settings = Settings.read(at, List.of(CONDITION_FIELD), key -> false, report);
            return Optional.of(new Need(app, settings.get(CONDITION_FIELD).orElse(Condition.READY), at));
        }
        if (at.node() instanceof Scalar s && s.isNull()) {
            return Optional.of(new Need(app, Condition.READY, at));
        }
        return CONDITION.read(at, report).map(condition -> new Need(app, condition, at));
    }
}
