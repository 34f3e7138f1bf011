package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A kind that is one word or number.
 *
 * @param noun {@code a size}, for {@code "1X" is not a size}
 */
record ScalarKind<T>(
        String noun,
        String expected,
        Function<Node.Scalar, Optional<T>> parse,
        Supplier<ObjectNode> shape,
        boolean takesNull)
        implements Kind<T> {

    ScalarKind(String noun, String expected, Function<Node.Scalar, Optional<T>> parse, Supplier<ObjectNode> shape) {
        this(noun, expected, parse, shape, false);
    }

    @Override
    public Optional<T> read(Value value, Report report) {
        Optional<T> read = value.node() instanceof Node.Scalar scalar ? parse.apply(scalar) : Optional.empty();
        if (read.isEmpty()) {
            report.wrong(value, "is not " + noun, expected);
        }
        return read;
    }

    @Override
    public ObjectNode schema() {
        return shape.get();
    }
}
