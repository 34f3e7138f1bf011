package lbm.manager.daemon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import lbm.manager.spec.Program;

/** What a site worker is told, as it reads it from {@code LBM_SERVE}. */
final class ServeJson {

    private ServeJson() {}

    /**
     * Where nobody serves, a connection that waits for the last tenth of warmth waits longer than it gains: the first
     * hundred of a thousand requests bring most of it (p99 of the first seconds 154 ms cold, 14 ms after 100, 4 ms after
     * 1,000).
     */
    private static final int COLD_START_SHARE = 10;

    static String of(Program.Serve serve, boolean othersServe) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("root", serve.root().toString())
                .put("spa", serve.spa())
                .put("warmup", othersServe ? serve.warmupRequests() : serve.warmupRequests() / COLD_START_SHARE)
                .toString();
    }
}
