package lbm.manager.cli.command;

import java.util.Map;
import lbm.manager.cli.Context;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lbm reload}: rolls new processes in, one after another. */
@Command(
        name = "reload",
        description = {
            "Replace the processes of apps one after another, without losing a request.",
            "Each new process is ready before the old one leaves; one that does not get ready changes nothing."
        },
        footerHeading = "%nExample:%n",
        footer = {"  lbm reload all", "  lbm reload web", "  lbm reload ecosystem.yaml --env staging"})
final class Reload extends OnTargets {
    @Option(
            names = {"-a", "--update-env"},
            description = "By name: take over the variables of this shell. A file always does.")
    boolean updateEnv;

    Reload(Context context) {
        super(context);
    }

    @Override
    void into(Map<String, @Nullable Object> body) {
        body.put("updateEnv", updateEnv);
    }

    @Override
    int run() {
        return act("/reload");
    }
}
