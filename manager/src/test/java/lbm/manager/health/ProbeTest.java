package lbm.manager.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalInt;
import lbm.manager.spec.Check;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {

    private static final OptionalInt PORT = OptionalInt.of(3000);

    @ParameterizedTest
    @CsvSource({
        "/health,                      GET http://127.0.0.1:3000/health",
        "/health?deep=1,               GET http://127.0.0.1:3000/health?deep=1",
        "http://localhost:8080,        GET http://localhost:8080/",
        "http://localhost/up,          GET http://localhost:80/up",
        "https://localhost/up?a=b%20c, GET https://localhost:443/up?a=b%20c",
        "http://[::1]:81/up,           GET http://[::1]:81/up",
    })
    void anHttpCheckAsksItsPathOfTheInstanceOrItsUrl(String target, String expected) {
        assertEquals(expected, Probe.of(Checks.http(target), "127.0.0.1", PORT).describe());
    }

    @ParameterizedTest
    @CsvSource({
        "'',             connect 127.0.0.1:3000",
        "5432,           connect 127.0.0.1:5432",
        "db.local:5432,  connect db.local:5432",
        "[::1]:5432,     connect [::1]:5432",
        ":5432,          connect 127.0.0.1:5432",
    })
    void aTcpCheckConnectsToThePortOrTheAddress(String target, String expected) {
        assertEquals(expected, Probe.of(Checks.tcp(target), "127.0.0.1", PORT).describe());
    }

    @Test
    void aCommandIsRunAsItIs() {
        assertEquals(
                new Probe.Command(java.util.List.of("pg_isready", "-h", "/run")),
                Probe.of(Checks.command("pg_isready", "-h", "/run"), "127.0.0.1", OptionalInt.empty()));
        assertEquals(
                "pg_isready -q",
                Probe.of(Checks.command("pg_isready", "-q"), "127.0.0.1", PORT).describe());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host/", "health", "http:///nohost", "http://a b/"})
    void aTargetThatIsNoAddressIsSaidInOneLine(String target) {
        Check check = Checks.http(target);
        String line =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> Probe.of(check, "127.0.0.1", PORT))
                        .getMessage());
        assertEquals("\"" + target + "\"", line.substring(0, target.length() + 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "host:0", "host:70000", "1.2.3.4:"})
    void aTcpTargetHasAPort(String target) {
        Check check = Checks.tcp(target);
        assertThrows(IllegalArgumentException.class, () -> Probe.of(check, "127.0.0.1", PORT));
    }

    @Test
    void aPathNeedsAPortOfTheInstance() {
        Check check = Checks.http("/health");
        assertEquals(
                "\"/health\" needs the port of the instance, and the app has none: give it `port`, or a whole URL here",
                assertThrows(IllegalArgumentException.class, () -> Probe.of(check, "127.0.0.1", OptionalInt.empty()))
                        .getMessage());
    }
}
