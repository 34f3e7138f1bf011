package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import lbm.manager.ecosystem.Node.Form;
import lbm.manager.ecosystem.Node.Items;
import lbm.manager.ecosystem.Node.Scalar;
import lbm.manager.spec.EnvFilter;

/** The kinds of fields that say as whom, with what and within which limits a program runs. */
final class LaunchFields {

    private static final int MOST_DESCRIPTORS = 1 << 30;
    private static final double LEAST_CPU = 0.01;
    private static final double MOST_CPU = 1024;

    static final Kind<Integer> NOFILE = Kinds.whole(16, MOST_DESCRIPTORS);

    static final Kind<Integer> NICE = Kinds.whole(-20, 19);

    /** Processors: 1.5, or 150%. */
    static final Kind<Double> CPU = new ScalarKind<>(
            "a share of processors",
            "a number of processors such as 1.5, or 150%; at least 1%",
            LaunchFields::cpu,
            () -> Shapes.either(
                    Shapes.type("number").put("minimum", LEAST_CPU).put("maximum", MOST_CPU),
                    Shapes.pattern("^\\d+(\\.\\d+)?%?$")));

    /** {@code filter_env}. */
    static final Kind<EnvFilter> FILTER = new Kind<>() {
        private final Kind<List<String>> names = new ListOf<>("names", Kinds.VARIABLE);

        @Override
        public Optional<EnvFilter> read(Value value, Report report) {
            if (value.node() instanceof Scalar s && s.form() == Form.BOOLEAN) {
                return Optional.of(new EnvFilter(s.text().equalsIgnoreCase("true"), List.of()));
            }
            if (value.node() instanceof Items || value.node() instanceof Scalar) {
                return names.read(value, report).map(list -> new EnvFilter(false, list));
            }
            report.wrong(value, "is no filter", expected());
            return Optional.empty();
        }

        @Override
        public String expected() {
            return "true, false, or a list of variables, each a name or the beginning of names";
        }

        @Override
        public ObjectNode schema() {
            return Shapes.either(Shapes.type("boolean"), names.schema());
        }
    };

    private LaunchFields() {}

    private static Optional<Double> cpu(Scalar s) {
        String text = s.text();
        boolean percent = text.endsWith("%");
        String number = percent ? text.substring(0, text.length() - 1) : text;
        if (s.form() == Form.BOOLEAN || !number.matches("\\d{1,6}(\\.\\d{1,6})?")) {
            return Optional.empty();
        }
        double processors = Double.parseDouble(number) / (percent ? 100 : 1);
        return processors >= LEAST_CPU && processors <= MOST_CPU ? Optional.of(processors) : Optional.empty();
    }
}
