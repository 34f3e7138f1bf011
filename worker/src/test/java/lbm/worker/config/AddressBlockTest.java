package lbm.worker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.1.128/25, 192.168.1.200, true",
        "192.168.1.128/25, 192.168.1.100, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::1, ::1, true",
        "::ffff:10.0.0.1, 10.0.0.1, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
    })
    void aBlockContainsWhatItsFirstBitsSay(String block, String address, boolean inside) {
        assertEquals(
                inside,
                AddressBlock.parse(block)
                        .orElseThrow()
                        .contains(AddressBlock.address(address).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "example.com",
                "10.0.0",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "::1/129",
                "256.1.1.1",
                "1.2.3.4:80",
                "10.0.0.0/",
                "fe80::1%eth0",
                "1",
                "::g"
            })
    void anythingElseIsNoBlock(String text) {
        assertEquals(Optional.empty(), AddressBlock.parse(text));
    }
}
