package lbm.manager.cli.command;

import java.util.Map;
import lbm.manager.cli.Context;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lbm restart}: ends processes and starts them again. */
@Command(
        name = "restart",
        description = {
            "End the processes of apps and start them again.",
            "To replace them without losing a request, use reload."
        },
        footerHeading = "%nExample:%n",
        footer = {"  lbm restart all", "  lbm restart web", "  lbm restart ecosystem.yaml --env staging"})
final class Restart extends OnTargets {
    @Option(
            names = {"-a", "--update-env"},
            description = "By name: take over the variables of this shell. A file always does.")
    boolean updateEnv;

    Restart(Context context) {
        super(context);
    }

    @Override
    void into(Map<String, @Nullable Object> body) {
        body.put("updateEnv", updateEnv);
    }

    @Override
    int run() {
        return act("/restart");
    }
}
