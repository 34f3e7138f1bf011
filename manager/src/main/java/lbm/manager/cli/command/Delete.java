package lbm.manager.cli.command;

import java.util.List;
import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lbm delete}: ends processes and forgets the apps. */
@Command(
        name = "delete",
        aliases = "del",
        description = {"End the processes of apps and take the apps out of the list.", "Their log files stay."},
        footerHeading = "%nExample:%n",
        footer = {"  lbm delete all", "  lbm delete web api", "  lbm delete ecosystem.yaml --only web"})
final class Delete extends Base {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|SELECTOR",
            description = "An ecosystem file, or all, id, name, namespace, /regex/, name:N.")
    List<String> arguments = List.of();

    @Mixin
    FileOptions options = new FileOptions();

    Delete(Context context) {
        super(context);
    }

    @Override
    int run() {
        Target target = Target.of(context, arguments);
        Manager manager = new Manager(context);
        Map<String, @Nullable Object> body = manager.client();
        options.into(body, target);
        body.put("selectors", target.selectors());
        manager.show(manager.change("/delete", body, Manager.Start.FOR_SURVIVORS), false);
        return 0;
    }
}
