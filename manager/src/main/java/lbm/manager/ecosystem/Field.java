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
 * @param pm2 what is other than in PM2, or why lbm does not act on it; empty: the same, or not in PM2
 */
record Field<T>(
        String name,
        List<String> aliases,
        Kind<T> kind,
        String fallback,
        String description,
        Optional<List<String>> idle,
        String pm2) {

    /** The {@link #fallback} of a field that cannot be left out. */
    static final String REQUIRED = "required";

    static <T> Field<T> of(String name, Kind<T> kind, String fallback, String description) {
        return new Field<>(name, List.of(), kind, fallback, description, Optional.empty(), "");
    }

    /**
     * A field of PM2's that parses and does nothing.
     *
     * @param why it means nothing here
     */
    static Field<Node> idle(String name, LooseKind kind, String description, String why, String... idle) {
        return new Field<>(name, List.of(), kind, "", description, Optional.of(List.of(idle)), why);
    }

    Field<T> alias(String... names) {
        return new Field<>(name, List.of(names), kind, fallback, description, idle, pm2);
    }

    /** The same field with a word to those who come from PM2. */
    Field<T> differs(String note) {
        return new Field<>(name, aliases, kind, fallback, description, idle, note);
    }

    boolean actedOn() {
        return idle.isEmpty();
    }
}
