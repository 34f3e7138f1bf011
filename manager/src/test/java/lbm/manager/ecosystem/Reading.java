package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lbm.manager.spec.AppSpec;

/** Reads texts as {@code /site/ecosystem.yaml} on a machine with 4 processors. */
final class Reading {

    private Reading() {}

    static Result of(String text) {
        return of(text, FakeDisk.FULL);
    }

    static Result of(String text, Disk disk) {
        return of(text, Optional.empty(), disk);
    }

    static Result withEnv(String env, String text) {
        return of(text, Optional.of(env), FakeDisk.FULL);
    }

    static Result of(String text, Optional<String> env, Disk disk) {
        return EcosystemReader.read(SourceText.of(Path.of("/site/ecosystem.yaml"), text), options(env), disk);
    }

    static Options options(Optional<String> env) {
        return new Options(env, 4, Path.of("/home/me/.lbm"), Path.of("/home/me"));
    }

    /** The only app of a text that has nothing wrong. */
    static AppSpec app(String text) {
        return app(of(text));
    }

    static AppSpec app(Result result) {
        assertEquals(List.of(), result.problems());
        assertEquals(1, result.apps().size());
        return result.apps().get(0);
    }

    static List<String> problems(String text) {
        return problems(of(text));
    }

    static List<String> problems(Result result) {
        return result.problems().stream().map(Problem::line).toList();
    }

    static List<String> warnings(Result result) {
        return result.warnings().stream().map(Warning::line).toList();
    }
}
