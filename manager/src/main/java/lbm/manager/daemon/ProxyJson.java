package lbm.manager.daemon;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.BalanceStrategy;
import lbm.manager.spec.Program;

/** What a proxy worker is told at its start. */
final class ProxyJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ProxyJson() {}

    static String of(AppSpec app, Program.Proxy proxy) {
        ObjectNode json = MAPPER.valueToTree(proxy.options().values());
        if (app.balance() == BalanceStrategy.KERNEL) {
            json.put("own_accept", true);
        }
        return json.toString();
    }
}
