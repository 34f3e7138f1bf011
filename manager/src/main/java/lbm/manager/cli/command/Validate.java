package lbm.manager.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.ecosystem.Problem;
import lbm.manager.ecosystem.Result;
import lbm.manager.ecosystem.Warning;
import lbm.manager.ecosystem.io.Ecosystems;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.Listen;
import lbm.manager.spec.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lbm validate}: every problem of a file at once; asks no manager. */
@Command(
        name = "validate",
        description = "Check an ecosystem file and show every problem of it at once. Starts nothing.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm validate", "  lbm validate deploy/ecosystem.yaml --env staging"})
final class Validate extends Base {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file (default: ./ecosystem.yaml).")
    @Nullable
    String file;

    @Option(names = "--env", paramLabel = "NAME", description = "Check it with the variables of env_NAME.")
    @Nullable
    String env;

    Validate(Context context) {
        super(context);
    }

    @Override
    int run() {
        Target target = Target.file(context, Optional.ofNullable(file));
        Result result = Ecosystems.load(
                target.input().orElseThrow(),
                Optional.ofNullable(env),
                context.home().path(),
                context.environment());
        for (Warning warning : result.warnings()) {
            context.err().println("lbm: warning: " + warning.line());
        }
        if (!result.ok()) {
            List<String> lines = new ArrayList<>();
            for (Problem problem : result.problems()) {
                lines.add(problem.line());
            }
            throw new Failure(
                    ExitCode.USAGE.code(),
                    lines.size() == 1 ? "the file has a problem" : "the file has " + lines.size() + " problems",
                    lines);
        }
        for (AppSpec app : result.apps()) {
            context.out().println(line(app));
        }
        return 0;
    }

    private static String line(AppSpec app) {
        String listens = app.listens().isEmpty()
                ? ""
                : ", listens on "
                        + String.join(
                                " and ",
                                app.listens().stream().map(Listen::name).toList());
        return app.name() + ": " + app.instances() + (app.instances() == 1 ? " instance" : " instances") + listens;
    }
}
