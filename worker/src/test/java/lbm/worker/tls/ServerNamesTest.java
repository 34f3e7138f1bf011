package lbm.worker.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerNamesTest {

    private final ServerNames names = new ServerNames(
            List.of(List.of("first.test"), List.of("b.test", "*.b.test"), List.of("x.b.test", "b.test")));

    @ParameterizedTest
    @CsvSource({
        "first.test, 0",
        "b.test, 1",
        "B.Test, 1",
        "b.test., 1",
        "y.b.test, 1",
        "x.b.test, 2",
        "y.x.b.test, 0",
        "other.test, 0",
        ".b.test, 1",
        "localhost, 0",
        "'', 0",
    })
    void aNameFindsItsCertificate(String name, int certificate) {
        assertEquals(certificate, names.choose(name));
    }

    @Test
    void aClientThatNamesNobodySeesTheFirst() {
        assertEquals(0, names.choose(null));
    }
}
