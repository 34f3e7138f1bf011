package lbm.manager.cli;

import java.nio.file.Path;
import java.util.List;
import lbm.manager.spec.ExitCode;

/** Nobody listens at the control socket; nothing was sent. */
public final class NoManager extends Failure {
    private static final long serialVersionUID = 1;

    public NoManager(Path home, List<String> details) {
        super(ExitCode.NO_DAEMON.code(), "no manager runs (LBM_HOME=" + home + "); `lbm start` starts one", details);
    }
}
