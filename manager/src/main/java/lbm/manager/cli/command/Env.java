package lbm.manager.cli.command;

import java.util.Map;
import java.util.TreeMap;
import lbm.manager.cli.Context;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.Query;
import lbm.manager.cli.Reports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lbm env}: the variables an instance is started with. */
@Command(
        name = "env",
        description = "Print the variables an instance is started with, one a line.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm env 0", "  lbm env web:1 --secrets"})
final class Env extends Base {
    @Parameters(paramLabel = "SELECTOR", description = "id or name:N; of several instances the first.")
    String selector = "";

    @Option(names = "--secrets", description = "Show the values of variables that look secret.")
    boolean secrets;

    Env(Context context) {
        super(context);
    }

    @Override
    int run() {
        String path = "/env/" + Query.encoded(selector) + (secrets ? "?secrets=true" : "");
        Object variables = new Reports(context).asked(path).orFail().members().get("env");
        if (variables instanceof JsonObject object) {
            Map<String, Object> sorted = new TreeMap<>(object.members());
            sorted.forEach((name, value) -> context.out().println(name + "=" + value));
        }
        return 0;
    }
}
