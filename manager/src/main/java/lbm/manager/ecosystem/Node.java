package lbm.manager.ecosystem;

import java.util.List;
import java.util.Optional;

/** A value of the file, with its place. */
sealed interface Node {

    Place place();

    /** How many values it stands for, itself and those inside, aliases counted each time they are used. */
    int weight();

    /** What messages call it: {@code a list}. */
    String describe();

    /** What a scalar looks like; {@code yes} and {@code on} are text, as in YAML 1.2. */
    enum Form {
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /**
     * One word or number.
     *
     * @param text as written, without quotes; a {@link Form#NULL} may be empty, {@code ~} or {@code null}
     */
    record Scalar(Place place, Form form, String text) implements Node {
        @Override
        public int weight() {
            return 1;
        }

        @Override
        public String describe() {
            return switch (form) {
                case TEXT -> "text";
                case NUMBER -> "a number";
                case BOOLEAN -> text;
                case NULL -> "nothing";
            };
        }

        boolean isNull() {
            return form == Form.NULL;
        }
    }

    record Items(Place place, List<Node> items, int weight) implements Node {
        @Override
        public String describe() {
            return "a list";
        }
    }

    record Entry(String key, Place place, Node value) {}

    /** Entries in the order of the file; no key twice. */
    record Table(Place place, List<Entry> entries, int weight) implements Node {
        @Override
        public String describe() {
            return "a map";
        }

        Optional<Entry> entry(String key) {
            return entries.stream().filter(e -> e.key().equals(key)).findFirst();
        }
    }
}
