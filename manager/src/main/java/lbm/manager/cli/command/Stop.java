package lbm.manager.cli.command;

import java.util.List;
import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lbm stop}: ends processes but keeps the apps. */
@Command(
        name = "stop",
        description = {
            "End the processes of apps, keep the apps.",
            "Connections are drained first. `lbm start` brings the apps up again."
        },
        footerHeading = "%nExample:%n",
        footer = {"  lbm stop all", "  lbm stop web api", "  lbm stop ecosystem.yaml --only web"})
final class Stop extends Base {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|SELECTOR",
            description = "An ecosystem file, or all, id, name, namespace, /regex/, name:N.")
    List<String> arguments = List.of();

    @Mixin
    FileOptions options = new FileOptions();

    Stop(Context context) {
        super(context);
    }

    @Override
    int run() {
        Target target = Target.of(context, arguments);
        Manager manager = new Manager(context);
        Map<String, @Nullable Object> body = manager.client();
        options.into(body, target);
        body.put("selectors", target.selectors());
        manager.show(manager.change("/stop", body, Manager.Start.FOR_SURVIVORS), false);
        return 0;
    }
}
