package lbm.manager.cli.command;

import java.util.List;
import java.util.Map;
import lbm.manager.cli.Context;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.Manager;
import lbm.manager.cli.NoManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lbm start}: brings up the apps of a file, or stopped ones, and waits until they are ready. */
@Command(
        name = "start",
        description = {
            "Start the apps of an ecosystem file, or stopped apps, and wait until they are ready.",
            "Apps that run already and are described as before stay untouched."
        },
        footerHeading = "%nExample:%n",
        footer = {"  lbm start", "  lbm start deploy/ecosystem.yaml --env staging --only web,api", "  lbm start web"})
final class Start extends Base {
    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|SELECTOR",
            description =
                    "An ecosystem file (default: ./ecosystem.yaml), or all, id, name, namespace, /regex/, name:N.")
    List<String> arguments = List.of();

    @Mixin
    FileOptions options = new FileOptions();

    @Option(names = "--no-wait", description = "Return as soon as the processes are started.")
    boolean noWait;

    Start(Context context) {
        super(context);
    }

    @Override
    int run() {
        Target target = Target.of(context, arguments);
        Manager manager = new Manager(context);
        Map<String, @Nullable Object> body = manager.client();
        options.into(body, target);
        if (target.file().isEmpty()) {
            body.put("names", target.selectors());
        }
        body.put("wait", !noWait);
        Manager.Start mayStart = target.file().isPresent() ? Manager.Start.ALWAYS : Manager.Start.FOR_SURVIVORS;
        JsonObject verdict;
        try {
            verdict = manager.change("/start", body, mayStart);
        } catch (NoManager nobody) {
            throw new NoManager(
                    context.home().path(),
                    List.of(String.join(" ", arguments)
                            + " is no file here either; name an ecosystem file to start its apps"));
        }
        if (verdict.has("changed")
                && !verdict.flag("changed")
                && verdict.text("message").isEmpty()) {
            context.out().println("nothing changed");
        }
        manager.show(verdict, true);
        return 0;
    }
}
