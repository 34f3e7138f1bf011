package lbm.manager.cli.command;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.spec.ExitCode;
import picocli.CommandLine.Command;

/** {@code lbm init}: an ecosystem file to begin with. */
@Command(
        name = "init",
        aliases = "ecosystem",
        description = "Write an ecosystem.yaml to begin with; one that is there is left alone.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm init && lbm start"})
final class Init extends Base {
    private static final String TEXT = """
            # Every field is told by `lbm schema`; `lbm validate` checks this file.
            apps:
              - name: site
                script: serve               # the built-in site worker; or a program of your own, e.g. server.js
                serve: {root: ., spa: false}
                instances: max              # one worker per processor
                port: 8080
                max_memory_restart: 1G      # replaced, without losing a request, when it holds more
                env:
                  NODE_ENV: production
                env_staging:                # lbm start --env staging
                  NODE_ENV: staging
                  PORT: 8081
            """;

    Init(Context context) {
        super(context);
    }

    @Override
    int run() {
        Path file = context.cwd().resolve("ecosystem.yaml");
        try {
            Files.writeString(file, TEXT, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new Failure(ExitCode.FAILED, file + " is there already; it is left alone");
        } catch (IOException e) {
            throw Failure.unwritable(file, e);
        }
        context.out().println(file + " written; `lbm start` starts it");
        return 0;
    }
}
