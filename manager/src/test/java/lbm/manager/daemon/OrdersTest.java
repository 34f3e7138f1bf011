package lbm.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersTest {

    @ParameterizedTest
    @CsvSource({"4, 4", "+1, 3", "-1, 1", "+0, 2", "1, 1", "1000, 1000", "007, 7"})
    void aCountIsANumberOrMoreOrFewerThanNow(String text, int expected) {
        assertEquals(expected, Orders.count(text, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "four", "1.5", "+", "--1", "1 ", "9999999"})
    void anythingElseIsRefused(String text) {
        assertEquals("\"" + text + "\" is not a number of instances: 4, +1 or -1", refusal(text));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-2, 0", "-5, -3"})
    void lessThanOneIsRefusedWithWhatEndsAll(String text, int count) {
        assertEquals("an app has 1 to 1000 instances, not " + count + "; `lbm stop` ends all of them", refusal(text));
    }

    @ParameterizedTest
    @CsvSource({"1001, 1001", "+999, 1001", "100000, 100000"})
    void farTooManyAreRefused(String text, int count) {
        assertEquals("an app has 1 to 1000 instances, not " + count, refusal(text));
    }

    @Test
    void bytesAreToldInPowersOf1024() {
        assertEquals("1023 B", Text.bytes(1023));
        assertEquals("1.0 KB", Text.bytes(1024));
        assertEquals("47.3 MB", Text.bytes(49_597_645));
        assertEquals("1.0 GB", Text.bytes(1L << 30));
        assertEquals("2048.0 TB", Text.bytes(1L << 51));
    }

    private static String refusal(String text) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> Orders.count(text, 2))
                .getMessage());
    }
}
