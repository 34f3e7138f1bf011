package lbm.manager.cli.command;

import java.io.IOException;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.install.io.Installations;
import lbm.manager.spec.ExitCode;
import picocli.CommandLine.Command;

/**
 * {@code lbm daemon}: the manager in the foreground. The launcher becomes the manager itself and never gets here; this is
 * for who starts the CLI's JVM without it.
 */
@Command(
        name = "daemon",
        description = {
            "Run the manager in the foreground, for systemd and containers.",
            "SIGTERM and Ctrl-C stop all apps in order and end it; the next one starts them again."
        },
        footerHeading = "%nExample:%n",
        footer = {"  lbm daemon"})
final class Daemon extends Base {
    Daemon(Context context) {
        super(context);
    }

    @Override
    int run() {
        try {
            Process manager = new ProcessBuilder(
                            Installations.here(context.home().path()).managerCommand())
                    .inheritIO()
                    .start();
            // Its own Ctrl-C comes by the terminal; a signal to us alone is passed on.
            Runtime.getRuntime().addShutdownHook(new Thread(manager::destroy, "pass on"));
            return manager.waitFor();
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "the manager cannot be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED.code();
        }
    }
}
