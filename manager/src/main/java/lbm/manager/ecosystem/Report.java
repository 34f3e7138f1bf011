package lbm.manager.ecosystem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Collects what is to be said about one file. */
final class Report {

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Warning> warnings = new ArrayList<>();

    Report(String file) {
        this.file = file;
    }

    /** The value as it stands is wrong: {@code "1X" is not a size} or {@code a list is not a size}. */
    void wrong(Value value, String wrong, String expected) {
        wrong(value, wrong, expected, Optional.empty());
    }

    void wrong(Value value, String wrong, String expected, Optional<String> nearest) {
        if (value.node() instanceof Node.Scalar scalar && !scalar.text().isEmpty()) {
            problem(value.place(), value.path(), scalar.text(), wrong, expected, nearest);
        } else {
            String subject = value.node() instanceof Node.Scalar scalar && !scalar.isNull()
                    ? "an empty text"
                    : value.node().describe();
            problem(value.place(), value.path(), "", subject + " " + wrong, expected, nearest);
        }
    }

    void problem(Place place, String path, String wrong, String expected) {
        problem(place, path, "", wrong, expected, Optional.empty());
    }

    void problem(Place place, String path, String value, String wrong, String expected, Optional<String> nearest) {
        problems.add(new Problem(file, place, path, value, wrong, expected, nearest));
    }

    void unknownKey(Value table, Node.Entry entry, Collection<String> known) {
        problem(entry.place(), table.pathTo(entry.key()), "", "unknown key", "", Nearest.to(entry.key(), known));
    }

    void warning(Place place, String path, String text) {
        warnings.add(new Warning(file, place, path, text));
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** Everything said, in the order of the file. */
    List<Problem> problems() {
        return problems.stream().sorted((a, b) -> compare(a.place(), b.place())).toList();
    }

    List<Warning> warnings() {
        return warnings.stream().sorted((a, b) -> compare(a.place(), b.place())).toList();
    }

    private static int compare(Place a, Place b) {
        return a.line() != b.line() ? Integer.compare(a.line(), b.line()) : Integer.compare(a.column(), b.column());
    }
}
