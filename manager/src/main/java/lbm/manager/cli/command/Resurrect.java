package lbm.manager.cli.command;

import java.nio.file.Files;
import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lbm resurrect}: brings the saved apps back. */
@Command(
        name = "resurrect",
        description = {
            "Start the apps that `lbm save` wrote down and that are not there; what runs is left alone.",
            "A list that cannot be read is left as it is, and the one saved before is used."
        },
        footerHeading = "%nExample:%n",
        footer = {"  lbm resurrect"})
final class Resurrect extends Base {
    @Option(
            names = "--boot",
            description = "For the unit of `lbm startup`: at the first start of a boot, or when there is no app.")
    boolean boot;

    Resurrect(Context context) {
        super(context);
    }

    @Override
    int run() {
        Manager manager = new Manager(context);
        if (!boot) {
            manager.show(manager.change("/resurrect", manager.client(), Manager.Start.ALWAYS), true);
            return 0;
        }
        BootMark mark = new BootMark(context.home().path().resolve("run/resurrected"));
        boolean apps =
                !context.control().get("/apps").orFail().objects("instances").isEmpty();
        if (apps && mark.isOfThisBoot()) {
            context.out().println("resurrected already since the machine was booted");
            return 0;
        }
        if (!Files.exists(context.home().path().resolve("dump.json"))) {
            context.out().println("nothing was saved, nothing to resurrect");
        } else {
            manager.show(manager.change("/resurrect", manager.client(), Manager.Start.FOR_SURVIVORS), true);
        }
        mark.set();
        return 0;
    }
}
