package lbm.manager.cli.command;

import java.util.Map;
import java.util.Optional;
import lbm.manager.cli.Context;
import lbm.manager.cli.Manager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command about one ecosystem file. */
abstract class OfFile extends Base {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "An ecosystem file (default: ./ecosystem.yaml).")
    @Nullable
    String file;

    @Mixin
    FileOptions options = new FileOptions();

    OfFile(Context context) {
        super(context);
    }

    /** A request that names the file and who asks. */
    final Map<String, @Nullable Object> request(Manager manager) {
        Map<String, @Nullable Object> body = manager.client();
        options.into(body, Target.file(context, Optional.ofNullable(file)));
        return body;
    }
}
