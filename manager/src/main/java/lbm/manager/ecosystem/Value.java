package lbm.manager.ecosystem;

import java.util.Optional;

/**
 * A node and the way to it.
 *
 * @param path {@code apps[0].env.PORT}; empty for the root
 */
record Value(String path, Node node) {

    /** Longer keys are quoted, which cuts them. */
    private static final int LONGEST_KEY = 60;

    Place place() {
        return node.place();
    }

    Value entry(Node.Entry entry) {
        return new Value(pathTo(entry.key()), entry.value());
    }

    /** What a key of a map or a number in a list leads to. */
    Optional<Value> inside(String step) {
        if (node instanceof Node.Table table) {
            return table.entry(step).map(this::entry);
        }
        if (node instanceof Node.Items items && step.matches("[0-9]{1,6}")) {
            int index = Integer.parseInt(step);
            return index < items.items().size()
                    ? Optional.of(item(index, items.items().get(index)))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    Value item(int index, Node item) {
        return new Value(path + "[" + index + "]", item);
    }

    String pathTo(String key) {
        boolean plain = key.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '$');
        if (!plain || key.isEmpty() || key.length() > LONGEST_KEY) {
            return path + "[" + Problem.quote(key) + "]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }
}
