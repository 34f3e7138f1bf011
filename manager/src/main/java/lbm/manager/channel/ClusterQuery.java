package lbm.manager.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a worker of Node's cluster module asks to listen at: {@code queryServer} of lib/internal/cluster/child.js.
 *
 * @param key how primary and worker name the listener; one more server of the worker at the same address has another
 * @param hosts addresses to try, the first that this machine has counts
 * @param port 0: any
 * @param tcp whether it is a TCP port; a unix socket, UDP or a descriptor of the primary's is not
 * @param v6only whether an IPv6 listener leaves IPv4 alone
 */
public record ClusterQuery(String key, List<String> hosts, int port, boolean tcp, boolean v6only) {

    private static final int HIGHEST_PORT = 65535;

    /** UV_TCP_IPV6ONLY of uv.h. */
    private static final int V6ONLY = 1;

    /** Reads the word; nothing in it is trusted. */
    public static ClusterQuery of(JsonNode word) {
        JsonNode address = word.path("address");
        JsonNode port = word.path("port");
        JsonNode fd = word.path("fd");
        String type = word.path("addressType").asText("");
        boolean tcp = (type.equals("4") || type.equals("6"))
                && port.canConvertToInt()
                && port.asInt() >= 0
                && port.asInt() <= HIGHEST_PORT
                && fd.asInt(-1) < 0;
        String host = address.asText("");
        return new ClusterQuery(
                address.asText("null") + ":" + port.asText("") + ":" + type + ":" + fd.asText("") + ":"
                        + word.path("index").asText(""),
                address.isTextual() && !host.isEmpty() ? List.of(host) : List.of("::", "0.0.0.0"),
                port.asInt(-1),
                tcp,
                (word.path("flags").asInt(0) & V6ONLY) != 0);
    }
}
