package lbm.manager.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client asks on the control socket.
 *
 * @param path decoded, without the query
 * @param body the JSON body; a missing node when there is none
 */
public record Request(String method, String path, Map<String, List<String>> query, JsonNode body) {

    public Optional<String> parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** A string of the body; empty when absent or null. */
    public Optional<String> text(String field) {
        JsonNode node = body.path(field);
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    /** An array of strings of the body; empty when absent. */
    public List<String> texts(String field) {
        JsonNode node = body.path(field);
        java.util.ArrayList<String> all = new java.util.ArrayList<>();
        node.forEach(item -> all.add(item.asText()));
        return List.copyOf(all);
    }

    public static JsonNode noBody() {
        return MissingNode.getInstance();
    }
}
