package lbm.manager.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PASSWORD",
                "db_password",
                "API_KEY",
                "apikey",
                "STRIPE_SECRET",
                "GITHUB_TOKEN",
                "JWT_SIGNING",
                "DATABASE_URL",
                "KEY",
                "SSL_KEY",
                "REDIS_URI",
                "SENTRY_DSN",
                "SESSION_COOKIE"
            })
    void aValueThatLooksSecretIsHidden(String name) {
        assertEquals(Map.of(name, "(hidden)"), Secrets.hide(Map.of(name, "s3cret")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PORT", "NODE_ENV", "KEYBOARD", "MONKEY", "URL", "PATH"})
    void anyOtherIsShown(String name) {
        assertEquals(Map.of(name, "plain"), Secrets.hide(Map.of(name, "plain")));
    }

    @Test
    void variablesAreShownInOrder() {
        assertEquals(
                List.of("A", "B", "C"),
                List.copyOf(Secrets.hide(Map.of("C", "", "A", "", "B", "")).keySet()));
    }
}
