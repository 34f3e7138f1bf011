package lbm.worker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import lbm.worker.config.Cors;
import lbm.worker.content.FieldLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossOriginTest {

    private static CrossOrigin of(boolean credentials, String... origins) {
        return new CrossOrigin(new Cors(
                List.of(origins),
                List.of("GET", "HEAD"),
                List.of("X-One", "X-Two"),
                List.of("ETag", "X-Request-Id"),
                credentials,
                Duration.ofHours(1)));
    }

    private static HttpHeaders from(String origin) {
        return new DefaultHttpHeaders().add("Origin", origin);
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, https://app.example.com, true",
        "https://App.Example.com, https://app.example.com, true",
        "https://app.example.com, http://app.example.com, false",
        "https://app.example.com, https://app.example.com:8443, false",
        "https://app.example.com, https://app.example.com.evil.net, false",
        "https://*.example.com, https://a.example.com, true",
        "https://*.example.com, https://a.b.example.com, true",
        "https://*.example.com, https://example.com, false",
        "https://*.example.com, https://evilexample.com, false",
        "https://*.example.com, https://evil.net/.example.com, false",
        "https://*.example.com, https://a.example.com:444, false",
        "https://*.example.com:444, https://a.example.com:444, true",
        "https://*.example.com, http://a.example.com, false",
        "https://app.example.com, null, false"
    })
    void anOriginIsGrantedWhatIsConfigured(String allowed, String origin, boolean granted) {
        FieldLines fields = of(false, allowed).fields(from(origin));
        assertEquals(granted ? origin : "", fields.get("Access-Control-Allow-Origin"));
        assertEquals("Origin", fields.get("Vary"));
    }

    @Test
    void everybodyIsAStarWithoutCredentialsAndWithoutVary() {
        FieldLines fields = of(false, "*").fields(from("https://any.net"));
        assertEquals("*", fields.get("Access-Control-Allow-Origin"));
        assertEquals("", fields.get("Access-Control-Allow-Credentials"));
        assertEquals("", fields.get("Vary"));
        assertEquals("ETag, X-Request-Id", fields.get("Access-Control-Expose-Headers"));
    }

    @Test
    void credentialsNeverGoWithAStar() {
        FieldLines fields = of(true, "*").fields(from("https://any.net"));
        assertEquals("", fields.get("Access-Control-Allow-Origin"));
        assertEquals(
                "true",
                of(true, "https://a.net").fields(from("https://a.net")).get("Access-Control-Allow-Credentials"));
    }

    @Test
    void aRequestWithoutOriginStillDependsOnIt() {
        assertEquals(FieldLines.of("Vary", "Origin"), of(false, "https://a.net").fields(new DefaultHttpHeaders()));
        assertEquals(FieldLines.NONE, of(false, "*").fields(new DefaultHttpHeaders()));
    }

    @Test
    void aPreflightIsAnsweredWithWhatIsAllowed() {
        HttpHeaders headers = from("https://a.net").add("Access-Control-Request-Method", "GET");
        assertTrue(CrossOrigin.isPreflight(headers));
        Reply reply = of(false, "https://a.net").preflight(headers);
        assertEquals(Status.NO_CONTENT, reply.status());
        assertEquals("GET, HEAD", reply.fields().get("Access-Control-Allow-Methods"));
        assertEquals("X-One, X-Two", reply.fields().get("Access-Control-Allow-Headers"));
        assertEquals("3600", reply.fields().get("Access-Control-Max-Age"));
    }

    @Test
    void aPreflightOfAStrangerIsGrantedNothing() {
        HttpHeaders headers = from("https://b.net").add("Access-Control-Request-Method", "GET");
        assertEquals(
                FieldLines.of(), of(false, "https://a.net").preflight(headers).fields());
    }

    @Test
    void optionsWithoutARequestedMethodIsNoPreflight() {
        assertFalse(CrossOrigin.isPreflight(from("https://a.net")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"x-one, X-Two | x-one, X-Two", "x<script> | ''", "a: b | ''"})
    void withoutConfiguredHeadersThoseThatAreAskedForAreAllowed(String asked, String allowed) {
        HttpHeaders headers = from("https://a.net")
                .add("Access-Control-Request-Method", "GET")
                .add("Access-Control-Request-Headers", asked);
        CrossOrigin any = new CrossOrigin(
                new Cors(List.of("https://a.net"), List.of("GET"), List.of(), List.of(), false, Duration.ZERO));
        FieldLines fields = any.preflight(headers).fields();
        assertEquals(allowed, fields.get("Access-Control-Allow-Headers"));
        assertEquals("Access-Control-Request-Headers", fields.get("Vary"));
        assertEquals("", fields.get("Access-Control-Max-Age"));
    }
}
