package lbm.manager.cli.command;

import java.util.List;
import java.util.stream.Collectors;
import lbm.manager.cli.Context;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.Query;
import lbm.manager.cli.Reports;

/** The instances that selectors mean, as the manager tells them. */
final class Chosen {
    private Chosen() {}

    /**
     * Asks for them.
     *
     * @throws lbm.manager.cli.Failure a selector means nothing, or no manager runs
     */
    static List<JsonObject> of(Context context, List<String> selectors) {
        String query =
                selectors.stream().map(it -> "selector=" + Query.encoded(it)).collect(Collectors.joining("&"));
        return new Reports(context).asked("/instances?" + query).orFail().objects("instances");
    }
}
