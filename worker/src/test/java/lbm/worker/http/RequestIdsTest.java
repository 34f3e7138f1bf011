package lbm.worker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {

    private final RequestIds ids = new RequestIds(7);

    @Test
    void aNameThatCameWithTheRequestIsKept() {
        assertEquals("Root=1-67891233:abc", ids.of("Root=1-67891233:abc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "a\u00e4", "<script>", "a\nb"})
    void whatIsNoNameIsReplaced(String said) {
        assertEquals("0000000000000007-1", ids.of(said));
    }

    @Test
    void aNameThatIsTooLongIsReplaced() {
        assertTrue(ids.of("a".repeat(129)).startsWith("0000000000000007-"));
    }

    @Test
    void eachRequestWithoutOneGetsItsOwn() {
        assertNotEquals(ids.of(null), ids.of(null));
    }
}
