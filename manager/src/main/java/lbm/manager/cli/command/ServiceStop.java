package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.service.StopRequest;
import lbm.manager.service.io.Systemd;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code lbm service-stop}: the unit's {@code ExecStop}. systemd runs it on a restart as well, and only the queued job
 * tells the two apart: on a restart the programs go on and the next manager takes them over.
 */
@Command(name = "service-stop", hidden = true, description = "What the systemd unit runs to stop.")
final class ServiceStop extends Base {
    @Parameters(paramLabel = "UNIT", description = "File name of the unit.")
    String unit = "";

    ServiceStop(Context context) {
        super(context);
    }

    @Override
    int run() {
        // systemd names the main process as long as there is one; a manager that ended by itself left its programs on
        // purpose.
        boolean managerLives =
                !context.environment().getOrDefault("MAINPID", "").isEmpty();
        if (managerLives && new Systemd().stopRequest(unit) == StopRequest.STOP) {
            return new Kill(context).run();
        }
        context.out().println("the manager alone leaves; the apps go on");
        return 0;
    }
}
