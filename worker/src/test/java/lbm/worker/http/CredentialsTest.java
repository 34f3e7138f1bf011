package lbm.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import lbm.worker.config.BasicAuth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    private final Credentials credentials = new Credentials(new BasicAuth("jörg", "pass:wörd"));

    private static String basic(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    @Test
    void nameAndPasswordAreTakenAsUtf8() {
        assertTrue(credentials.accept("Basic " + basic("jörg:pass:wörd")));
        assertTrue(credentials.accept("bAsIc  " + basic("jörg:pass:wörd")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jörg:pass:word", "jörg:", ":pass:wörd", "jörg", "", "jörgpass:wörd", "jörg:pass:wörd "})
    void anythingElseIsRefused(String text) {
        assertFalse(credentials.accept("Basic " + basic(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic ", "Basic !!!", "Bearer abc", "Basicabc"})
    void whatIsNoBasicIsRefused(String value) {
        assertFalse(credentials.accept(value));
    }

    @Test
    void nothingIsRefused() {
        assertFalse(credentials.accept(null));
        assertFalse(credentials.accept("Basic " + "A".repeat(1 << 20)));
    }
}
