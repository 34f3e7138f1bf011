package lbm.worker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecurityTest {

    private static Map<String, String> headers(String security) throws BadConfig {
        return Serve.parse("{\"root\":\"/srv\",\"security\":" + security + "}")
                .security()
                .headers();
    }

    @Test
    void theDefaultsAreHelmets() throws BadConfig {
        Map<String, String> headers = headers("true");
        assertEquals(
                "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';"
                        + "frame-ancestors 'self';img-src 'self' data:;object-src 'none';script-src 'self';"
                        + "script-src-attr 'none';style-src 'self' https: 'unsafe-inline';upgrade-insecure-requests",
                headers.get("Content-Security-Policy"));
        assertEquals("max-age=31536000; includeSubDomains", headers.get("Strict-Transport-Security"));
        assertEquals("same-origin", headers.get("Cross-Origin-Opener-Policy"));
        assertEquals("same-origin", headers.get("Cross-Origin-Resource-Policy"));
        assertEquals("?1", headers.get("Origin-Agent-Cluster"));
        assertEquals("no-referrer", headers.get("Referrer-Policy"));
        assertEquals("nosniff", headers.get("X-Content-Type-Options"));
        assertEquals("off", headers.get("X-DNS-Prefetch-Control"));
        assertEquals("noopen", headers.get("X-Download-Options"));
        assertEquals("SAMEORIGIN", headers.get("X-Frame-Options"));
        assertEquals("none", headers.get("X-Permitted-Cross-Domain-Policies"));
        assertEquals("0", headers.get("X-XSS-Protection"));
        assertEquals(12, headers.size());
    }

    @Test
    void directivesAreLaidOverTheDefaults() throws BadConfig {
        String policy = headers("{\"content_security_policy\":{\"script-src\":[\"'self'\",\"https://cdn.example.com\"],"
                        + "\"upgrade-insecure-requests\":false,\"frame-src\":[\"'none'\"]}}")
                .get("Content-Security-Policy");
        assertEquals(
                "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';"
                        + "frame-ancestors 'self';img-src 'self' data:;object-src 'none';"
                        + "script-src 'self' https://cdn.example.com;script-src-attr 'none';"
                        + "style-src 'self' https: 'unsafe-inline';frame-src 'none'",
                policy);
    }

    @Test
    void withoutDefaultsOnlyWhatIsWrittenCounts() throws BadConfig {
        assertEquals(
                "default-src 'none'",
                headers("{\"content_security_policy\":{\"use_defaults\":false,\"report_only\":true,"
                                + "\"default-src\":[\"'none'\"]}}")
                        .get("Content-Security-Policy-Report-Only"));
    }

    @Test
    void eachHeaderCanBeChangedOrSwitchedOff() throws BadConfig {
        Map<String, String> headers = headers("{\"x_frame_options\":\"DENY\",\"referrer_policy\":false,"
                + "\"content_security_policy\":false,\"permissions_policy\":\"camera=()\","
                + "\"strict_transport_security\":{\"max_age\":60000,\"include_subdomains\":false,\"preload\":true}}");
        assertEquals("DENY", headers.get("X-Frame-Options"));
        assertEquals("camera=()", headers.get("Permissions-Policy"));
        assertEquals("max-age=60; preload", headers.get("Strict-Transport-Security"));
        assertFalse(headers.containsKey("Referrer-Policy"));
        assertFalse(headers.containsKey("Content-Security-Policy"));
        assertEquals(Map.of(), headers("false"));
    }

    @Test
    void nothingCanEndAHeaderOrADirective() {
        assertThrows(BadConfig.class, () -> headers("{\"x_frame_options\":\"DENY\\r\\nSet-Cookie: a\"}"));
        assertThrows(
                BadConfig.class, () -> headers("{\"content_security_policy\":{\"script-src\":[\"a; object-src *\"]}}"));
    }
}
