package lbm.manager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JsonIndentTest {

    @Test
    void everyMemberHasALineAndTextIsLeftAlone() {
        assertEquals(
                "[\n  {\n    \"a\": \"x, {\\\"y\\\"}: [z]\",\n    \"b\": [],\n    \"c\": {}\n  }\n]",
                JsonIndent.of("[{\"a\":\"x, {\\\"y\\\"}: [z]\",\"b\":[],\"c\":{}}]"));
    }
}
