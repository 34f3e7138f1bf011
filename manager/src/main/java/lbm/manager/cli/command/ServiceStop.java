package lbm.manager.cli.command;

import lbm.manager.cli.Context;
import lbm.manager.cli.Orphans;
import lbm.manager.service.StopRequest;
import lbm.manager.service.io.Systemd;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code lbm service-stop}: the unit's {@code ExecStopPost}, which systemd runs after every end of the manager. Only
 * when the unit was to stop and the manager could not see to it (it hung, or had only begun) is there something to do.
 */
@Command(name = "service-stop", hidden = true, description = "What the systemd unit runs when the manager has ended.")
final class ServiceStop extends Base {
    @Parameters(paramLabel = "UNIT", description = "File name of the unit.")
    String unit = "";

    ServiceStop(Context context) {
        super(context);
    }

    @Override
    int run() {
        Orphans orphans = new Orphans(context);
        if (!orphans.any() || Systemd.stopRequest(unit) != StopRequest.STOP) {
            return 0;
        }
        context.out().println("the manager left programs behind; a new one ends them in order");
        orphans.stop();
        return 0;
    }
}
