package lbm.worker.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFieldTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "example.com",
                "example.com:80",
                "example.com:",
                "a_b-c~d.e",
                "127.0.0.1:65535",
                "[::1]",
                "[2001:db8::1.2.3.4]:443",
                "[v1.a:b]",
                "caf%C3%A9",
            })
    void aHostWithOrWithoutPortIsValid(String value) {
        assertTrue(HostField.isValid(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "user@host",
                "user:password@host",
                "a b",
                "a/b",
                "a?b",
                "a#b",
                "a\\b",
                "a:80:81",
                "a:x",
                "a:-1",
                "a:65536",
                "a:99999999999",
                "[::1",
                "[]",
                "[1]",
                "[::1]x",
                "[::g]",
                "[::1]:80a",
                "::1",
                "a%",
                "a%4",
                "a%zz",
                "ä",
                "a\u0001",
                "<script>",
            })
    void whatIsNoHostIsNot(String value) {
        assertFalse(HostField.isValid(value));
    }
}
