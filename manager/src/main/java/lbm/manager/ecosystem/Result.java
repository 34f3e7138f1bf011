package lbm.manager.ecosystem;

import java.util.List;
import lbm.manager.spec.AppSpec;

/**
 * What a file says.
 *
 * @param apps in the order of the file; empty when there are problems
 * @param problems everything that is wrong, in the order of the file
 * @param warnings in the order of the file
 */
public record Result(List<AppSpec> apps, List<Problem> problems, List<Warning> warnings) {

    public Result {
        apps = List.copyOf(apps);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** Whether the apps may be started. */
    public boolean ok() {
        return problems.isEmpty();
    }

    /** A file that could not even be read. */
    public static Result of(Problem problem) {
        return new Result(List.of(), List.of(problem), List.of());
    }
}
