package lbm.manager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    @Test
    void readsEveryKindOfValue() {
        JsonObject read = JsonReader.object("""
                {"text":"a\\n\\"b\\" \\u00e9 \\/","whole":-12,"part":0.5e1,"yes":true,"no":false,"none":null,
                 "list":[1,"two",null],"objects":[{"a":1},{}],"rows":[["k","v"],["l","w"]],"empty":[]}
                """);
        assertEquals("a\n\"b\" é /", read.text("text"));
        assertEquals(-12, read.number("whole"));
        assertEquals(5.0, read.decimal("part"));
        assertTrue(read.flag("yes"));
        assertFalse(read.flag("no"));
        assertFalse(read.has("none"));
        assertEquals(List.of("1", "two", ""), read.texts("list"));
        assertEquals(1, read.objects("objects").get(0).number("a"));
        assertEquals(List.of(List.of("k", "v"), List.of("l", "w")), read.rows("rows"));
        assertEquals(List.of(), read.texts("empty"));
    }

    @Test
    void readsAnObjectWhoseFirstMembersAreNull() {
        JsonObject read = JsonReader.object("{\"time\":null,\"id\":null,\"app\":\"site\"}");
        assertFalse(read.has("time"));
        assertEquals("site", read.text("app"));
    }

    @Test
    void readsMissingAndUnexpectedMembersAsEmpty() {
        JsonObject read = JsonReader.object("{\"name\":\"web\"}");
        assertEquals("", read.text("other"));
        assertEquals(0, read.number("name"));
        assertEquals(List.of(), read.objects("name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"a\"}",
                "{\"a\":1,}",
                "{,\"a\":1}",
                "{\"a\":1}x",
                "{\"a\":tru}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":1e}",
                "{\"a\":\"open",
                "{\"a\" 1}",
                "{\"a\":[1 2]}"
            })
    void refusesWhatIsNotOneObject(String text) {
        assertThrows(IllegalArgumentException.class, () -> JsonReader.object(text));
    }

    @Test
    void refusesBottomlessNesting() {
        String deep = "{\"a\":" + "[".repeat(100_000);
        assertThrows(IllegalArgumentException.class, () -> JsonReader.object(deep));
    }

    @Test
    void readsBackWhatTheWriterWrites() {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("text", "quote \" back \\ tab \t line \n bell \u0007 é €");
        written.put("list", List.of("a", 1, true));
        written.put("map", Map.of("k", "v"));
        written.put("none", null);
        written.put("emptyMap", Map.of());
        written.put("emptyList", List.of());
        JsonObject read = JsonReader.object(JsonWriter.write(written));
        assertEquals(written.get("text"), read.text("text"));
        assertEquals(List.of("a", "1", "true"), read.texts("list"));
        assertEquals(new JsonObject(Map.of("k", "v")), read.members().get("map"));
        assertFalse(read.has("none"));
        assertTrue(read.has("emptyMap"));
        assertTrue(read.has("emptyList"));
    }
}
