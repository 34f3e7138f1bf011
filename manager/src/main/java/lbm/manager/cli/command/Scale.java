package lbm.manager.cli.command;

import java.util.Map;
import java.util.regex.Pattern;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.Manager;
import lbm.manager.spec.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lbm scale}: more or fewer instances. */
@Command(
        name = "scale",
        description = "Set how many instances an app has, without losing a request.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm scale web 4", "  lbm scale web +2", "  lbm scale web -- -1"})
final class Scale extends Base {
    private static final Pattern COUNT = Pattern.compile("[+-]?[0-9]{1,6}");

    @Parameters(index = "0", paramLabel = "SELECTOR", description = "The app.")
    String selector = "";

    @Parameters(index = "1", paramLabel = "COUNT", description = "A number, or +N or -N relative to now.")
    String count = "";

    Scale(Context context) {
        super(context);
    }

    @Override
    int run() {
        if (!COUNT.matcher(count).matches()) {
            throw new Failure(
                    ExitCode.USAGE, "\"" + count + "\" is not a number of instances; expected e.g. 4, +1 or -1");
        }
        Manager manager = new Manager(context);
        Map<String, @Nullable Object> body = manager.client();
        body.put("selector", selector);
        body.put("count", count);
        manager.show(manager.change("/scale", body, Manager.Start.FOR_SURVIVORS), false);
        return 0;
    }
}
