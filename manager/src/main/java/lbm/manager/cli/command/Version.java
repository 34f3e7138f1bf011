package lbm.manager.cli.command;

import java.util.Optional;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.Reports;
import picocli.CommandLine.Command;

/** {@code lbm version}: of this command, its JDK, and the manager that runs. */
@Command(
        name = "version",
        description = "Show the versions of lbm, of the JDK, and of the running manager.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm version"})
final class Version extends Base {
    Version(Context context) {
        super(context);
    }

    @Override
    int run() {
        context.out().println("lbm " + own());
        context.out().println("JDK " + Runtime.version() + " in " + System.getProperty("java.home"));
        context.out().println("manager " + manager());
        return 0;
    }

    private String manager() {
        try {
            JsonObject status = new Reports(context).status();
            return status.text("version") + ", pid " + status.text("pid") + ", LBM_HOME "
                    + context.home().path();
        } catch (Failure failure) {
            // Nobody there is an answer, not an error.
            return "not running, LBM_HOME " + context.home().path();
        }
    }

    private static String own() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(not from a jar)");
    }
}
