package lbm.worker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BasicAuthTest {

    private static Optional<BasicAuth> of(String username) throws BadConfig {
        return Serve.parse("{\"root\":\"/\",\"basic_auth\":{\"username\":\"" + username + "\",\"password\":\"s:p\"}}")
                .basicAuth();
    }

    @Test
    void aPasswordMayContainAColonAndANameMayNot() throws BadConfig {
        assertEquals(Optional.of(new BasicAuth("u", "s:p")), of("u"));
        assertThrows(BadConfig.class, () -> of("u:v"));
    }

    @Test
    void thePasswordIsNotWrittenAnywhere() throws BadConfig {
        assertFalse(of("u").toString().contains("s:p"));
    }
}
