package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.install.io.Archives;
import picocli.CommandLine.Command;

/** {@code lbm archives}: makes the class archives now instead of after the first start; for images and packages. */
@Command(
        name = "archives",
        hidden = true,
        description = "Make the class archives that speed up the start, now instead of after the first start.",
        footerHeading = "%nExample:%n",
        footer = {"  RUN lbm archives"})
final class MakeArchives extends Base {
    MakeArchives(Context context) {
        super(context);
    }

    @Override
    int run() {
        new Archives(context.home().path(), context.out()::println).make();
        return 0;
    }
}
