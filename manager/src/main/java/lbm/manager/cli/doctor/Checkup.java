package lbm.manager.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lbm.manager.cli.Context;

/** All looks, in the order in which trouble is usually sought. */
public final class Checkup {

    private Checkup() {}

    public static List<Finding> of(Context context) {
        String version = Optional.ofNullable(Checkup.class.getPackage().getImplementationVersion())
                .orElse("development");
        ManagerChecks.Found found = new ManagerChecks(context, version).look();
        boolean managed = found.pid() != 0;
        List<Finding> all = new ArrayList<>(found.findings());
        all.addAll(new HomeChecks(context, managed, new java.util.TreeSet<>(found.apps())).look());
        long pid = managed ? found.pid() : ProcessHandle.current().pid();
        all.addAll(new Machine(context, pid).look());
        return all;
    }
}
