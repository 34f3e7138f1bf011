package lbm.worker.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import lbm.worker.config.AccessLog.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLineTest {

    private static final long NOW = 1_795_448_340_123L;

    private static AccessLine.Entry entry(String target, String agent) {
        return new AccessLine.Entry(
                "192.0.2.1", "GET", target, "HTTP/1.1", 200, 5120, 123_456, "br", "4f9a-1", "", agent);
    }

    private static String line(Format format, AccessLine.Entry entry) {
        ByteBuf out = Unpooled.buffer();
        new AccessLine(format, "site:0", ZoneId.of("Europe/Berlin")).write(out, entry, NOW);
        return out.toString(ISO_8859_1);
    }

    @Test
    void theCombinedFormIsThatOfNginxAndFourFieldsMore() {
        assertEquals(
                "192.0.2.1 - - [23/Nov/2026:16:39:00 +0100] \"GET /a.js HTTP/1.1\" 200 5120 \"-\" \"curl/8\""
                        + " 0.000123 br site:0 4f9a-1\n",
                line(Format.COMBINED, entry("/a.js", "curl/8")));
    }

    @Test
    void theCommonFormHasNeitherReferrerNorAgent() {
        assertEquals(
                "192.0.2.1 - - [23/Nov/2026:16:39:00 +0100] \"GET /a.js HTTP/1.1\" 200 5120 0.000123 br site:0 4f9a-1\n",
                line(Format.COMMON, entry("/a.js", "curl/8")));
    }

    @Test
    void theJsonFormIsAnObjectOnALine() throws Exception {
        Map<String, String> fields = parsed(line(Format.JSON, entry("/a.js?x=\"1\"", "c\\u\nrl")));
        assertEquals("2026-11-23T15:39:00.123Z", fields.get("time"));
        assertEquals("/a.js?x=\"1\"", fields.get("target"));
        assertEquals("c\\u\nrl", fields.get("agent"));
        assertEquals("200", fields.get("status"));
        assertEquals("0.000123", fields.get("seconds"));
        assertEquals("site:0", fields.get("worker"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\" 200 0 \"", "\n127.0.0.1 - -", "\r", "\u001b[31m", "\\", "\u0000", "\u00ff", "\u0416\u2028"})
    void nothingAClientSendsEndsAFieldOrALine(String evil) throws Exception {
        String combined = line(Format.COMBINED, entry("/" + evil, evil));
        assertEquals(6, combined.chars().filter(c -> c == '"').count());
        assertTrue(combined.chars().limit(combined.length() - 1).allMatch(c -> c >= ' ' && c < 0x7f), combined);
        String json = line(Format.JSON, entry("/" + evil, evil));
        assertTrue(json.chars().limit(json.length() - 1).allMatch(c -> c >= ' ' && c < 0x7f), json);
        assertEquals(evil, parsed(json).get("agent"));
    }

    @Test
    void neitherDoTheVersionAndTheIdOfARequestThatWasRefused() {
        String line = line(
                Format.COMMON,
                new AccessLine.Entry("192.0.2.1", "GET", "/", "A\"B/1.1", 400, 0, 0, "", "a b\"c", "", ""));
        assertTrue(line.contains("\"GET / A\\x22B/1.1\" 400 0 "), line);
        assertTrue(line.endsWith(" - site:0 -\n"), line);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void noLineIsLongerThanItsLimit(Format format) {
        String evil = "\u0001".repeat(20_000);
        AccessLine.Entry entry = new AccessLine.Entry("192.0.2.1", evil, evil, evil, 200, 1, 1, "br", evil, evil, evil);
        assertTrue(line(format, entry).length() < AccessLine.MOST);
    }

    private static Map<String, String> parsed(String line) throws Exception {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser in = new JsonFactory().createParser(line)) {
            assertEquals(JsonToken.START_OBJECT, in.nextToken());
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                fields.put(name, in.getText());
            }
        }
        return fields;
    }
}
