package lbm.manager.cli.command;

import java.util.Map;
import java.util.Optional;
import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lbm startOrRestart}: the apps of a file, started where they are not there, else restarted. */
@Command(
        name = "startOrRestart",
        description = "Restart the apps of an ecosystem file; those that are not there are started.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm startOrRestart ecosystem.yaml --env staging"})
final class StartOrRestart extends Base {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "An ecosystem file (default: ./ecosystem.yaml).")
    @Nullable
    String file;

    @Mixin
    FileOptions options = new FileOptions();

    StartOrRestart(Context context) {
        super(context);
    }

    @Override
    int run() {
        Manager manager = new Manager(context);
        Map<String, @Nullable Object> body = manager.client();
        options.into(body, Target.file(context, Optional.ofNullable(file)));
        manager.show(manager.change("/restart", body, Manager.Start.ALWAYS), true);
        return 0;
    }
}
