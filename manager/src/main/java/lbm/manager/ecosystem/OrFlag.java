package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * {@code false} for a feature that is switched off, {@code true} for its defaults, or what it can be told.
 *
 * @param on whether {@code true} says anything
 */
record OrFlag(Kind<?> kind, boolean on) implements Kind<Object> {

    @Override
    public Optional<Object> read(Value value, Report report) {
        if (value.node() instanceof Node.Scalar s && s.form() == Node.Form.BOOLEAN) {
            boolean flag = s.text().equalsIgnoreCase("true");
            if (flag && !on) {
                report.wrong(value, "says nothing here", expected());
                return Optional.empty();
            }
            return Optional.of(flag);
        }
        return kind.read(value, report).map(Object.class::cast);
    }

    @Override
    public String expected() {
        return (on ? "true, false, or " : "false, or ") + kind.expected();
    }

    @Override
    public ObjectNode schema() {
        ObjectNode flag = Shapes.object();
        flag.putArray("enum").add(false);
        return Shapes.either(on ? Shapes.type("boolean") : flag, kind.schema());
    }

    @Override
    public List<Field<?>> inside() {
        return kind.inside();
    }
}
