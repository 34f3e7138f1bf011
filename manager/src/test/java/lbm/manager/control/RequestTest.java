package lbm.manager.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestTest {

    @Test
    void theFirstOfAParameterCounts() {
        Request request = new Request("GET", "/v1/logs", Map.of("lines", List.of("5", "6")), Request.noBody());
        assertEquals(Optional.of("5"), request.parameter("lines"));
        assertEquals(Optional.empty(), request.parameter("follow"));
    }

    @Test
    void aStringIsAStringAndNothingElse() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("file", "/a").put("count", 4).putNull("env");
        Request request = new Request("POST", "/v1/start", Map.of(), body);
        assertEquals(Optional.of("/a"), request.text("file"));
        assertEquals(Optional.empty(), request.text("count"));
        assertEquals(Optional.empty(), request.text("env"));
        assertEquals(Optional.empty(), request.text("nothing"));
    }

    @Test
    void aListThatIsNotThereIsEmpty() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("selectors").add("site").add(2);
        Request request = new Request("POST", "/v1/stop", Map.of(), body);
        assertEquals(List.of("site", "2"), request.texts("selectors"));
        assertEquals(List.of(), request.texts("only"));
        assertEquals(List.of(), new Request("POST", "/v1/stop", Map.of(), Request.noBody()).texts("selectors"));
    }
}
