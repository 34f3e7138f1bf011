package lbm.manager.cli;

import java.util.ArrayList;
import java.util.List;

/** A process of lbm's that outlived its manager; a new manager takes it over. */
public record Survivor(long id, String name, long pid) {

    /**
     * Those of the last status document that still run. A pid alone may have been given to another program since, so
     * the process must have been started for this LBM_HOME.
     */
    public static List<Survivor> all(Home home) {
        List<Survivor> found = new ArrayList<>();
        List<JsonObject> instances = StatusFile.last(home.status())
                .map(status -> status.objects("instances"))
                .orElse(List.of());
        for (JsonObject instance : instances) {
            long pid = instance.number("pid");
            if (ProcFile.hasVariable(pid, "LBM_HOME", home.path().toString())) {
                found.add(new Survivor(instance.number("id"), instance.text("name"), pid));
            }
        }
        return found;
    }
}
