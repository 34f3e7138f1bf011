package lbm.worker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecureRedirectTest {

    @ParameterizedTest
    @CsvSource({
        "example.org, /, 443, https://example.org/",
        "example.org:80, /a?b=c, 443, https://example.org/a?b=c",
        "example.org:8080, /a, 8443, https://example.org:8443/a",
        "[::1]:8080, /a, 8443, https://[::1]:8443/a",
        "127.0.0.1, //evil.test/, 443, https://127.0.0.1//evil.test/",
        "example.org, http://other.test/x, 443, https://example.org/",
        "example.org, *, 443, https://example.org/",
    })
    void theSameTargetIsFoundOnTheSecureListener(String host, String target, int port, String location) {
        assertEquals(Optional.of(location), SecureRedirect.location(host, target, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a@b", "a:b", "a:1:2", "evil.test\r\nX: y", "[::1", "-a", "a\"", "a?b"})
    void aHostThatIsNoneLeadsNowhere(String host) {
        assertEquals(Optional.empty(), SecureRedirect.location(host, "/", 443));
    }

    @Test
    void aRequestWithoutHostLeadsNowhere() {
        assertEquals(Optional.empty(), SecureRedirect.location(null, "/", 443));
    }

    @Test
    void onlyChallengesAreAnsweredInPlain() {
        assertTrue(SecureRedirect.isChallenge("/.well-known/acme-challenge/token"));
        assertFalse(SecureRedirect.isChallenge("/.well-known/security.txt"));
        assertFalse(SecureRedirect.isChallenge("/.well-known/acme-challenge/../../index.html"));
        assertFalse(SecureRedirect.isChallenge("/"));
    }
}
