package lbm.manager.ecosystem;

import java.util.List;
import java.util.Optional;

/**
 * One field of an app: the row from which parser, schema and documentation are made.
 *
 * @param name as lbm writes it
 * @param aliases other names PM2 knows it by
 * @param fallback what holds when it is left out, in words
 * @param idle empty: lbm acts on it. Otherwise the values that ask for nothing lbm would do differently, so that
 *     {@code watch: false} brings no warning and {@code watch: true} does
 */
record Field<T>(
        String name,
        List<String> aliases,
        Kind<T> kind,
        String fallback,
        String description,
        Optional<List<String>> idle) {

    /** The {@link #fallback} of a field that cannot be left out. */
    static final String REQUIRED = "required";

    static <T> Field<T> of(String name, Kind<T> kind, String fallback, String description) {
        return new Field<>(name, List.of(), kind, fallback, description, Optional.empty());
    }

    /** A field of PM2's that parses and does nothing yet. */
    static Field<Node> idle(String name, LooseKind kind, String description, String... idle) {
        return new Field<>(name, List.of(), kind, "", description, Optional.of(List.of(idle)));
    }

    Field<T> alias(String... names) {
        return new Field<>(name, List.of(names), kind, fallback, description, idle);
    }

    boolean actedOn() {
        return idle.isEmpty();
    }
}
