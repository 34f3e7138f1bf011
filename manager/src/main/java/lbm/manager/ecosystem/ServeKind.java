package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The {@code serve} block: a map whose fields have a table of their own. */
final class ServeKind implements Kind<Value> {

    static final Kind<Value> KIND = new ServeKind();

    private ServeKind() {}

    @Override
    public Optional<Value> read(Value value, Report report) {
        if (!(value.node() instanceof Node.Table)) {
            report.wrong(value, "is not the options of a site", expected());
            return Optional.empty();
        }
        return Optional.of(value);
    }

    @Override
    public String expected() {
        return "a map such as {root: dist, spa: true}";
    }

    @Override
    public ObjectNode schema() {
        return Schema.table(Fields.IN_SERVE);
    }
}
