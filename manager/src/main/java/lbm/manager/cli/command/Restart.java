package lbm.manager.cli.command;

import java.util.List;
import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lbm restart}: ends processes and starts them again. */
@Command(
        name = "restart",
        description = {
            "End the processes of apps and start them again.",
            "To replace them without losing a request, use reload."
        },
        footerHeading = "%nExample:%n",
        footer = {"  lbm restart all", "  lbm restart web", "  lbm restart ecosystem.yaml --env staging"})
final class Restart extends Base {
    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|SELECTOR",
            description =
                    "An ecosystem file (default: ./ecosystem.yaml), or all, id, name, namespace, /regex/, name:N.")
    List<String> arguments = List.of();

    @Mixin
    FileOptions options = new FileOptions();

    @Option(names = "--update-env", description = "By name: take over the variables of this shell. A file always does.")
    boolean updateEnv;

    Restart(Context context) {
        super(context);
    }

    @Override
    int run() {
        Target target = Target.of(context, arguments);
        Manager manager = new Manager(context);
        Map<String, @Nullable Object> body = manager.client();
        options.into(body, target);
        body.put("selectors", target.selectors());
        body.put("updateEnv", updateEnv);
        manager.show(manager.change("/restart", body, Manager.Start.FOR_SURVIVORS), false);
        return 0;
    }
}
