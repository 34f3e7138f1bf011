package lbm.manager.cli.command;

import java.util.List;
import java.util.Map;
import lbm.manager.cli.Failure;
import lbm.manager.ecosystem.EcosystemInput;
import lbm.manager.spec.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say how an ecosystem file is to be read. */
final class FileOptions {
    @Option(names = "--env", paramLabel = "NAME", description = "Lay the variables of env_NAME over those of env.")
    @Nullable
    String env;

    @Option(
            names = "--only",
            paramLabel = "APP",
            split = ",",
            description = "Only these apps of the file; comma between.")
    List<String> only = List.of();

    /** Puts them, and what the arguments named, into a request. */
    void into(Map<String, @Nullable Object> body, Target target) {
        if (target.input().isEmpty() && (env != null || !only.isEmpty())) {
            throw new Failure(ExitCode.USAGE, "--env and --only choose from an ecosystem file; name the file as well");
        }
        body.put("file", target.file().map(Object::toString).orElse(null));
        body.put("text", target.input().flatMap(EcosystemInput::text).orElse(null));
        body.put("env", env);
        body.put("only", only);
    }
}
