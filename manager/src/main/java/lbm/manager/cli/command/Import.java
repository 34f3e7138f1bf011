package lbm.manager.cli.command;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.ecosystem.EcosystemImport.Imported;
import lbm.manager.ecosystem.Problem;
import lbm.manager.ecosystem.io.Ecosystems;
import lbm.manager.spec.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lbm import}: an {@code ecosystem.config.js} as {@code ecosystem.yaml}. */
@Command(
        name = "import",
        description = {
            "Write the apps of a PM2 ecosystem file (JavaScript or JSON) as ecosystem.yaml.",
            "A file that is there is left alone, unless --force is given."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  lbm import ecosystem.config.js",
            "  lbm import process.json -o deploy/ecosystem.yaml",
            "  lbm import -o -"
        })
final class Import extends Base {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "PM2's file (default: ./ecosystem.config.js).")
    @Nullable
    String file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The new file (default: ecosystem.yaml beside it); - prints it.")
    @Nullable
    String output;

    @Option(names = "--force", description = "Replace the new file if it is there.")
    boolean force;

    Import(Context context) {
        super(context);
    }

    @Override
    int run() {
        Target target = Target.file(context, Optional.of(file == null ? program() : file));
        Path from = target.file()
                .orElseThrow(() -> new Failure(ExitCode.USAGE, "a file is imported, not standard input; name it"));
        Path beside = from.resolveSibling("ecosystem.yaml");
        boolean print = "-".equals(output);
        Path to =
                output == null || print ? beside : context.cwd().resolve(output).normalize();
        Imported imported = Ecosystems.translate(
                from,
                target.exported(),
                Optional.ofNullable(to.getParent()).orElse(to),
                context.home().path(),
                context.environment());
        refuse(imported.check().problems());
        if (print) {
            context.out().print(imported.yaml());
            return 0;
        }
        write(to, imported.yaml());
        int apps = imported.check().apps().size();
        context.out().println(to + " written: " + apps + (apps == 1 ? " app" : " apps"));
        return 0;
    }

    private String program() {
        return List.of("ecosystem.config.js", "ecosystem.config.cjs", "ecosystem.config.mjs").stream()
                .filter(name -> Files.exists(context.cwd().resolve(name)))
                .findFirst()
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE, "no ecosystem.config.js in " + context.cwd() + "; name the file to import"));
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            boolean one = problems.size() == 1;
            throw new Failure(
                    ExitCode.USAGE.code(),
                    (one ? "the file has a problem" : "the file has " + problems.size() + " problems")
                            + "; nothing was written",
                    problems.stream().map(Problem::line).toList());
        }
    }

    private void write(Path to, String yaml) {
        try {
            if (force) {
                Files.writeString(to, yaml);
            } else {
                Files.writeString(to, yaml, StandardOpenOption.CREATE_NEW);
            }
        } catch (FileAlreadyExistsException e) {
            throw new Failure(ExitCode.FAILED, to + " is there already; --force replaces it, -o - prints the new one");
        } catch (IOException e) {
            throw Failure.unwritable(to, e);
        }
    }
}
