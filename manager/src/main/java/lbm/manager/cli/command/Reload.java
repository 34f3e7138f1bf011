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

/** {@code lbm reload}: rolls new processes in, one after another. */
@Command(
        name = "reload",
        description = {
            "Replace the processes of apps one after another, without losing a request.",
            "Each new process is ready before the old one leaves; one that does not get ready changes nothing."
        },
        footerHeading = "%nExample:%n",
        footer = {"  lbm reload all", "  lbm reload web", "  lbm reload ecosystem.yaml --env staging"})
final class Reload extends Base {
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

    Reload(Context context) {
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
        manager.show(manager.change("/reload", body, Manager.Start.FOR_SURVIVORS), false);
        return 0;
    }
}
