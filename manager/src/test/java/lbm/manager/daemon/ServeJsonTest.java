package lbm.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ServeJsonTest {

    @Test
    void thePasswordOfASiteIsNotShown() {
        String login = "{\"username\":\"ann\",\"password\":\"s3cret\"}";
        assertEquals(
                "{\"root\":\"/a\",\"basic_auth\":{\"username\":\"ann\",\"password\":\"(hidden)\"}}",
                ServeJson.hidden("{\"root\":\"/a\",\"basic_auth\":" + login + "}"));
        assertEquals("{\"root\":\"/a\"}", ServeJson.hidden("{\"root\":\"/a\"}"));
        assertEquals("{\"basic_auth\":false}", ServeJson.hidden("{\"basic_auth\":false}"));
    }
}
