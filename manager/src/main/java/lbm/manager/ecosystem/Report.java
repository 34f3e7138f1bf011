package lbm.manager.ecosystem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Collects what is to be said about one file. */
final class Report {

    /** A file that is wrong in more places than this is not what it was meant to be. */
    private static final int MOST = 100;

    private final String file;
    private final boolean placed;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Warning> warnings = new ArrayList<>();
    private int more;

    Report(String file) {
        this(file, true);
    }

    /**
     * An empty one.
     *
     * @param placed whether lines mean something to the reader of the file
     */
    Report(String file, boolean placed) {
        this.file = file;
        this.placed = placed;
    }

    /** How a message calls the place of a value: {@code on line 3}, or by its path. */
    String placeOf(Value value) {
        return placed && value.place().line() > 0 ? "on line " + value.place().line() : value.path();
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
        if (problems.size() < MOST) {
            problems.add(new Problem(file, place, path, value, wrong, expected, nearest));
        } else {
            more++;
        }
    }

    void unknownKey(Value table, Node.Entry entry, Collection<String> known) {
        if (problems.size() >= MOST) {
            more++;
            return;
        }
        problem(entry.place(), table.pathTo(entry.key()), "", "unknown key", "", Nearest.to(entry.key(), known));
    }

    void warning(Place place, String path, String text) {
        if (warnings.size() < MOST) {
            warnings.add(new Warning(file, place, path, text));
        }
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** What is wrong, in the order of the file; the last one counts what is left out. */
    List<Problem> problems() {
        List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort((a, b) -> compare(a.place(), b.place()));
        if (!placed) {
            sorted.replaceAll(Problem::withoutPlace);
        }
        if (more > 0) {
            String wrong = "there are " + more + " problems more";
            sorted.add(new Problem(file, Place.NOWHERE, "", "", wrong, "", Optional.empty()));
        }
        return sorted;
    }

    List<Warning> warnings() {
        return warnings.stream()
                .sorted((a, b) -> compare(a.place(), b.place()))
                .map(w -> placed ? w : new Warning(w.file(), Place.NOWHERE, w.path(), w.text()))
                .toList();
    }

    private static int compare(Place a, Place b) {
        return a.line() != b.line() ? Integer.compare(a.line(), b.line()) : Integer.compare(a.column(), b.column());
    }
}
