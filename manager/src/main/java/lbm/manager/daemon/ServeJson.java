package lbm.manager.daemon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import lbm.manager.spec.Program;

/** What a site worker is told, as it reads it from {@code LBM_SERVE}. */
final class ServeJson {

    private ServeJson() {}

    static String of(Program.Serve serve) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("root", serve.root().toString())
                .put("spa", serve.spa())
                .put("warmupRequests", serve.warmupRequests())
                .toString();
    }
}
