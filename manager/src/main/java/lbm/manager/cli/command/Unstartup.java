package lbm.manager.cli.command;

import java.io.IOException;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.service.io.Systemd;
import lbm.manager.service.io.Users;
import lbm.manager.spec.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lbm unstartup}: takes the systemd unit away. */
@Command(
        name = "unstartup",
        description = {
            "Remove the systemd unit that starts the manager at boot.",
            "A manager that runs goes on running."
        },
        footerHeading = "%nExample:%n",
        footer = {"  sudo lbm unstartup --user www"})
final class Unstartup extends Base {
    @Option(names = "--user", paramLabel = "NAME", description = "Whose manager (default: yours).")
    @Nullable
    String user;

    Unstartup(Context context) {
        super(context);
    }

    @Override
    int run() {
        String name = "lbm-" + (user == null ? Users.own() : user) + ".service";
        Systemd systemd = new Systemd();
        if (!Users.own().equals("root")) {
            throw new Failure(
                    ExitCode.NO_PERMISSION,
                    "removing " + systemd.fileOf(name) + " takes root: sudo lbm unstartup --user "
                            + (user == null ? Users.own() : user));
        }
        try {
            if (!systemd.remove(name)) {
                context.out().println("there is no " + systemd.fileOf(name) + ", nothing to remove");
                return 0;
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "the unit is not removed: " + e.getMessage());
        }
        context.out().println("removed " + systemd.fileOf(name));
        return 0;
    }
}
