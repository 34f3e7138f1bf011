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

    @Option(names = "--port", paramLabel = "PORT", description = "The same as the second argument, as PM2 has it.")
    @Nullable
    Integer otherPort;

    @Option(
            names = {"--ftp", "--listing"},
            description = "Answer a folder without index.html with a list of its files.")
    boolean listing;

    @Option(
            names = "--basic-auth-username",
            paramLabel = "NAME",
            description = "Ask every client for this name (default: $PM2_SERVE_BASIC_AUTH_USERNAME).")
    @Nullable
    String username;

    @Option(
            names = "--basic-auth-password",
            paramLabel = "PASSWORD",
            description = "And for this password (default: $PM2_SERVE_BASIC_AUTH_PASSWORD, which ps does not show).")
    @Nullable
    String password;

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
        int listens = otherPort == null ? port : otherPort;
        if (listens < 1 || listens > LAST_PORT) {
            throw new Failure(ExitCode.USAGE, listens + " is not a port; expected 1 to " + LAST_PORT);
        }
        Manager manager = new Manager(context);
        Map<String, @Nullable Object> body = manager.client();
        Map<String, @Nullable Object> serve = new LinkedHashMap<>();
        serve.put("root", root.toString());
        serve.put("port", listens);
        serve.put("spa", spa);
        serve.put("listing", listing);
        serve.put("name", name == null ? "serve-" + listens : name);
        login(serve);
        body.put("serve", serve);
        body.put("wait", true);
        manager.show(manager.change("/start", body, Manager.Start.ALWAYS), true);
        return 0;
    }

    /** Both or none; what is not on the command line is taken from the variables PM2 hands to its own server. */
    private void login(Map<String, @Nullable Object> serve) {
        boolean asked = username != null || password != null;
        if (!asked && !"true".equals(context.environment().get("PM2_SERVE_BASIC_AUTH"))) {
            return;
        }
        String user = username == null ? context.environment().get("PM2_SERVE_BASIC_AUTH_USERNAME") : username;
        String word = password == null ? context.environment().get("PM2_SERVE_BASIC_AUTH_PASSWORD") : password;
        if (user == null || word == null) {
            throw new Failure(ExitCode.USAGE, "a password needs --basic-auth-username and --basic-auth-password");
        }
        serve.put("username", user);
        serve.put("password", word);
    }
}
