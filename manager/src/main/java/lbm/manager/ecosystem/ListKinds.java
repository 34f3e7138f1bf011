package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lbm.manager.ecosystem.Node.Items;
import lbm.manager.ecosystem.Node.Scalar;

/** The kinds that are lists, or one line that stands for a list. */
final class ListKinds {

    /** Arguments of a program: a list, or a line split as a shell would. */
    static final Kind<List<String>> ARGUMENTS = new Kind<>() {
        @Override
        public Optional<List<String>> read(Value value, Report report) {
            if (value.node() instanceof Items list) {
                return arguments(value, list, report);
            }
            if (value.node() instanceof Scalar line && line.form() != Node.Form.BOOLEAN) {
                Optional<List<String>> words = ShellWords.split(line.text());
                if (words.isEmpty()) {
                    report.wrong(value, "has a quote or a backslash that is not closed", expected());
                }
                return words;
            }
            report.wrong(value, "is not arguments", expected());
            return Optional.empty();
        }

        @Override
        public String expected() {
            return "a list of arguments or one line of them";
        }

        @Override
        public ObjectNode schema() {
            return Shapes.either(
                    Shapes.type("string", "number"), Shapes.listOf(Shapes.type("string", "number", "boolean")));
        }
    };

    /** Exit codes: a list or one. */
    static final Kind<Set<Integer>> EXIT_CODES = new Kind<>() {
        private final Kind<Integer> code = Kinds.whole(0, 255);

        @Override
        public Optional<Set<Integer>> read(Value value, Report report) {
            if (!(value.node() instanceof Items list)) {
                return code.read(value, report).map(Set::of);
            }
            Set<Integer> codes = new LinkedHashSet<>();
            for (int i = 0; i < list.items().size(); i++) {
                code.read(value.item(i, list.items().get(i)), report).ifPresent(codes::add);
            }
            return Optional.of(codes);
        }

        @Override
        public String expected() {
            return "exit codes from 0 to 255";
        }

        @Override
        public ObjectNode schema() {
            return Shapes.either(code.schema(), Shapes.listOf(code.schema()));
        }
    };

    private ListKinds() {}

    private static Optional<List<String>> arguments(Value value, Items list, Report report) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            if (list.items().get(i) instanceof Scalar word && !word.isNull()) {
                words.add(word.text());
            } else {
                report.wrong(value.item(i, list.items().get(i)), "is not an argument", "text or a number");
            }
        }
        return Optional.of(words);
    }
}
