package lbm.manager.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.Manager;
import lbm.manager.spec.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lbm serve}: a folder as a site, without an ecosystem file. */
@Command(
        name = "serve",
        description = "Serve a folder as a site, without an ecosystem file.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm serve dist 8080 --spa"})
final class Serve extends Base {
    private static final int LAST_PORT = 65_535;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FOLDER", description = "The site (default: this folder).")
    Path folder = Path.of(".");

    @Parameters(index = "1", arity = "0..1", paramLabel = "PORT", description = "Where it listens (default: 8080).")
    int port = 8080;

    @Option(names = "--spa", description = "Answer deep links with index.html.")
    boolean spa;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the app (default: serve-PORT).")
    @Nullable
    String name;

    Serve(Context context) {
        super(context);
    }

    @Override
    int run() {
        Path root = context.cwd().resolve(folder).normalize();
        if (!Files.isDirectory(root)) {
            throw new Failure(ExitCode.USAGE, "no such folder: " + root);
        }
        if (port < 1 || port > LAST_PORT) {
            throw new Failure(ExitCode.USAGE, port + " is not a port; expected 1 to " + LAST_PORT);
        }
        Manager manager = new Manager(context);
        Map<String, @Nullable Object> body = manager.client();
        Map<String, @Nullable Object> serve = new LinkedHashMap<>();
        serve.put("root", root.toString());
        serve.put("port", port);
        serve.put("spa", spa);
        serve.put("name", name == null ? "serve-" + port : name);
        body.put("serve", serve);
        body.put("wait", true);
        manager.show(manager.change("/start", body, Manager.Start.ALWAYS), true);
        return 0;
    }
}
